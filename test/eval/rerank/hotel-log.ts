/**
 * A hotel site's log in Metarank's form: a search shows 25 hotels of one city with a price each; in most sessions some
 * hotels were opened before, and the hotel that is booked is mostly one of them, or stands near the last of them.
 */
import { seededRandom } from '#core/rank/train/seeded-random'

const CITIES = 30
const HOTELS = 60
const SHOWN = 25
const START_S = 1_541_000_000
const PROPERTIES = ['wifi', 'pool', 'parking', 'spa', 'gym', 'bar', 'beach', 'pets', 'family', 'business']
const TOUCHES = ['interaction item info', 'interaction item rating', 'interaction item image', 'search for item']

type Hotel = { id: string; quality: number; price: number }
type Random = () => number

/** @param options.secondTimes whether times are seconds, as in the log of a public challenge */
export function hotelLog(seed: number, sessions: number, options: { secondTimes: boolean }): string[] {
  const random = seededRandom(seed)
  const unit = options.secondTimes ? 1 : 1_000
  const cities = Array.from({ length: CITIES }, (_, city) => hotelsOf(city, random))
  const events: Record<string, unknown>[] = cities.flatMap((hotels, city) =>
    hotels.map((hotel) => ({
      event: 'item',
      item: hotel.id,
      timestamp: START_S * unit,
      fields: fieldsOf(hotel, city),
    })),
  )
  for (let session = 0; session < sessions; session += 1) {
    const hotels = cities[Math.floor(CITIES * random() ** 2)] ?? []
    const shown = ranked(hotels, random)
    const who = { user: `u${Math.floor(random() * sessions * 0.8)}`, session: `s${session}` }
    let at = START_S + 20 * (session + 1)
    const opened = openedOf(shown, random)
    for (const hotel of opened) {
      const type = TOUCHES[Math.floor(random() * TOUCHES.length)]
      events.push({ event: 'interaction', type, item: hotel.id, timestamp: (at += 3) * unit, ...who })
    }
    const prices = shown.map((hotel) => Math.round(hotel.price * (0.8 + 0.4 * random())))
    const items = shown.map(({ id }, place) => ({ id, fields: [{ name: 'price', value: prices[place] }] }))
    const ranking = `r${session}`
    events.push({ event: 'ranking', id: ranking, items, timestamp: (at + 1) * unit, fields: [], ...who })
    const item = booked({ shown, opened, prices }, random)?.id
    events.push({ event: 'interaction', type: 'clickout item', item, ranking, timestamp: (at + 2) * unit, ...who })
  }
  return events.map((event) => JSON.stringify(event))
}

const hotelsOf = (city: number, random: Random): Hotel[] =>
  Array.from({ length: HOTELS }, (_, at) => {
    const quality = random()
    return { id: String(10_000 * city + at), quality, price: 40 + 160 * random() * (0.5 + quality) }
  })

const fieldsOf = ({ quality }: Hotel, city: number) => [
  { name: 'stars', value: String(1 + Math.floor(5 * quality)) },
  { name: 'properties', value: PROPERTIES.filter((_, at) => (city * 7 + at * 3) % 10 < 10 * quality) },
  { name: 'city', value: `city ${city}` },
]

/** By quality, as far as the site knows it. */
function ranked(hotels: readonly Hotel[], random: Random): Hotel[] {
  const keyed = hotels.map((hotel) => ({ hotel, key: hotel.quality + 0.5 * random() }))
  return keyed
    .sort((a, b) => b.key - a.key)
    .slice(0, SHOWN)
    .map(({ hotel }) => hotel)
}

/** From the top down, with gaps; a third of the sessions open nothing. */
function openedOf(shown: readonly Hotel[], random: Random): Hotel[] {
  const opened: Hotel[] = []
  if (random() < 0.33) return opened
  let place = Math.floor(6 * random() ** 2)
  while (place < shown.length && opened.length < 6) {
    const hotel = shown[place]
    if (hotel !== undefined) opened.push(hotel)
    if (random() < 0.4) break
    place += random() < 0.15 ? -1 : 1 + Math.floor(4 * random() ** 2)
    place = Math.max(0, place)
  }
  return opened
}

type Search = { shown: readonly Hotel[]; opened: readonly Hotel[]; prices: readonly number[] }

function booked({ shown, opened, prices }: Search, random: Random): Hotel | undefined {
  const last = opened.at(-1)
  const drawn = random()
  if (last !== undefined && drawn < 0.55) return last
  if (last !== undefined && drawn < 0.68) return opened[Math.floor(random() * opened.length)] ?? last
  const near = last === undefined ? -1 : shown.indexOf(last) + 1
  if (near > 0 && drawn < 0.8) return shown[near] ?? shown[0]
  const mean = prices.reduce((sum, price) => sum + price, 0) / prices.length
  const wishes = shown.map(({ quality }, place) =>
    Math.exp(2 * quality - 1.5 * ((prices[place] ?? mean) / mean) - 0.12 * place),
  )
  let left = random() * wishes.reduce((sum, wish) => sum + wish, 0)
  const at = wishes.findIndex((wish) => (left -= wish) < 0)
  return shown[Math.max(0, at)]
}
