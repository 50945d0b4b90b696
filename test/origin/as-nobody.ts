/** For a child process: the super-user writes everywhere and takes every port, so it becomes someone else. */
export const asNobody = (): { uid?: number; gid?: number } =>
  process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
