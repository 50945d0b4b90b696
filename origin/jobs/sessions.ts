import { SessionCutter, type Deed } from '#core/rank/knn/sessions'

/** Sessions of the log, the one that ended first in front. `deeds` come by visitor and then time. */
export async function sessionsOf(deeds: AsyncIterable<Deed>): Promise<string[][]> {
  const cutter = new SessionCutter()
  for await (const deed of deeds) cutter.add(deed)
  return cutter.cut()
}
