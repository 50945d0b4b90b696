import type { FieldValues } from './fields.ts'

export type Context = { query: string; hour: number; device: number }

const QUERY = /^(q|query|search|keyword|term)/i
const DEVICE = /device|platform|^ua$|user_?agent/i
const DEVICES: [RegExp, number][] = [
  [/tablet|ipad/i, 2],
  [/mobile|phone|android|ios/i, 1],
  [/desktop|computer|windows|mac|linux|web/i, 3],
]

/** What a request says of its moment: query, hour of the day, class of device. Unknown is '' or NaN. */
export function contextOf(request: { at: number; fields: FieldValues }): Context {
  const named = (pattern: RegExp) => {
    for (const [name, value] of request.fields) if (pattern.test(name) && typeof value === 'string') return value
    return ''
  }
  const device = named(DEVICE)
  return {
    query: named(QUERY).trim().toLowerCase(),
    hour: hourOf(request),
    device: device === '' ? Number.NaN : (DEVICES.find(([pattern]) => pattern.test(device))?.[1] ?? Number.NaN),
  }
}

/** The local hour when the log says it, else the one of UTC. */
function hourOf({ at, fields }: { at: number; fields: FieldValues }): number {
  const local = fields.get('hour')
  return typeof local === 'number' ? local : Math.floor(at / 3_600_000) % 24
}
