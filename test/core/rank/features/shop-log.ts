import { seededRandom } from '#core/rank/train/seeded-random'

const COLOURS = ['red', 'green', 'blue', 'black']

/**
 * A small shop's log, as lines. Each visitor likes one colour, opens a few items of it outside any list, then is shown a
 * list and buys: mostly what was opened before, else a liked colour, else what stands on top.
 */
export function shopLog(seed: number, lists: number): string[] {
  const random = seededRandom(seed)
  const pick = (count: number) => Math.floor(random() * count)
  const events: Record<string, unknown>[] = Array.from({ length: 60 }, (_, item) => ({
    event: 'item',
    item: `p${item}`,
    timestamp: '1600000000000',
    fields: [
      { name: 'colour', value: COLOURS[item % 4] },
      { name: 'price', value: 10 + item },
      { name: 'tags', value: [`t${item % 7}`, `t${item % 5}`] },
      { name: 'listed', value: `2020-0${1 + (item % 9)}-10` },
    ],
  }))
  for (let list = 0; list < lists; list += 1) {
    const liked = pick(4)
    const at = 1_600_000_100_000 + list * 60_000
    const who = { session: `s${list}`, user: `u${list % 50}` }
    const opened = Array.from({ length: pick(4) }, () => `p${liked + 4 * pick(15)}`)
    opened.forEach((item, step) => {
      events.push({ event: 'interaction', type: 'open', item, timestamp: at + 1_000 * step, ...who })
    })
    const shown = [...new Set([...opened, ...Array.from({ length: 12 }, () => `p${pick(60)}`)])].sort(
      () => random() - 0.5,
    )
    const items = shown.map((id) => ({ id, fields: [{ name: 'bm25', value: random() }] }))
    events.push({ event: 'ranking', id: `r${list}`, items, timestamp: at + 20_000, fields: [], ...who })
    const colour = shown.find((id) => Number(id.slice(1)) % 4 === liked)
    const bought = (random() < 0.7 ? opened.at(-1) : undefined) ?? (random() < 0.7 ? colour : undefined) ?? shown[0]
    events.push({
      event: 'interaction',
      type: 'buy',
      item: bought,
      ranking: `r${list}`,
      timestamp: at + 25_000,
      ...who,
    })
  }
  return events.map((event) => JSON.stringify(event))
}
