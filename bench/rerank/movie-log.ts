import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { LogEvent } from '#core/rank/features/log-event'
import { seededRandom } from '#core/rank/train/seeded-random'

type Movie = Record<string, unknown>

const START = 1_700_000_000_000
const LISTS = 1_500

/** vega-datasets' 3,201 movies as a catalogue, and visitors who each favour a genre: enough to train a model of real size. */
export function movieLog(): { events: LogEvent[]; ids: string[] } {
  const path = join(dirname(createRequire(import.meta.url).resolve('vega-datasets')), '../data/movies.json')
  const movies: Movie[] = JSON.parse(readFileSync(path, 'utf8'))
  const ids = movies.map((_, at) => `m${at}`)
  const events: LogEvent[] = movies.map((movie, at) => ({
    kind: 'item',
    at: START,
    id: `m${at}`,
    fields: new Map(Object.entries(movie)),
  }))
  const random = seededRandom(11)
  const genreOf = (at: number) => String(movies[at]?.['Major Genre'])
  for (let list = 0; list < LISTS; list += 1) {
    const shown = Array.from({ length: 24 }, () => Math.floor(random() * movies.length))
    const liked = genreOf(Math.floor(random() * movies.length))
    const who = { user: `u${list % 300}`, session: `s${list}` }
    const at = START + 60_000 * (list + 1)
    const items = shown.map((movie) => ({ id: `m${movie}`, fields: new Map([['match', random()]]) }))
    events.push({ kind: 'ranking', at, id: `r${list}`, items, fields: new Map(), ...who })
    shown.forEach((movie, place) => {
      const wish = (genreOf(movie) === liked ? 1 : 0) + Number(movies[movie]?.['IMDB Rating'] ?? 0) / 10 - place / 40
      if (wish + random() < 1.7) return
      events.push({
        kind: 'interaction',
        at: at + 1_000 * (place + 1),
        item: `m${movie}`,
        type: 'click',
        ranking: `r${list}`,
        ...who,
      })
    })
  }
  return { events, ids }
}
