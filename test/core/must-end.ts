import { createContext, Script } from 'node:vm'

const call = new Script('work()')

/** A test's own timeout cannot end a loop that never yields; this does, so a loop without end is a failure and no silence. */
export function mustEnd<T>(work: () => T): T {
  return call.runInContext(createContext({ work }), { timeout: 5_000 }) as T
}
