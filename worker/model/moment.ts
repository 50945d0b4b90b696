/**
 * What a request says of its moment: the visitor's hour by the platform's guess of their time zone (UTC without one), and
 * the class of the device by client hint or user agent.
 */

export type Device = 'phone' | 'tablet' | 'desktop' | ''

const MAX_KNOWN = 500
const HOUR_MS = 3_600_000

export function deviceOf(headers: Headers): Device {
  const agent = headers.get('user-agent') ?? ''
  const known = devices.get(agent)
  if (known !== undefined) return known
  // Cheaper than the expressions, and most visitors come with one of a few hundred browsers.
  if (devices.size >= MAX_KNOWN) devices.clear()
  const device = classOf(agent, headers.get('sec-ch-ua-mobile'))
  devices.set(agent, device)
  return device
}

const devices = new Map<string, Device>()

function classOf(agent: string, mobileHint: string | null): Device {
  if (/ipad|tablet|kindle|silk\//i.test(agent) || (/android/i.test(agent) && !/mobile/i.test(agent))) return 'tablet'
  if (mobileHint === '?1' || /mobi|iphone|ipod|android/i.test(agent)) return 'phone'
  return agent === '' ? '' : 'desktop'
}

/** 0 to 23. */
export function hourOf(request: Request, now: number): number {
  const zone = zoneOf(request)
  if (zone === undefined) return Math.floor(now / HOUR_MS) % 24
  const until = Math.floor(now / (HOUR_MS / 4))
  const known = hours.get(zone)
  if (known?.until === until) return known.hour
  if (hours.size >= MAX_KNOWN) hours.clear()
  const hour = hourIn(zone, now)
  hours.set(zone, { until, hour })
  return hour
}

/** By time zone, true for a quarter of an hour: zones differ from UTC by multiples of it. */
const hours = new Map<string, { until: number; hour: number }>()

function hourIn(zone: string, now: number): number {
  try {
    const hour = new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone: zone }).format(now)
    return Number(hour)
  } catch (cause) {
    // A zone that this runtime does not know.
    if (!(cause instanceof RangeError)) throw cause
    return Math.floor(now / HOUR_MS) % 24
  }
}

function zoneOf({ cf }: Request): string | undefined {
  const zone = cf?.timezone
  return typeof zone === 'string' && zone !== '' ? zone : undefined
}
