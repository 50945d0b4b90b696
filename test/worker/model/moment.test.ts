import { expect, it } from 'vitest'
import { deviceOf, hourOf } from '../../../worker/model/moment.ts'

const agents = {
  iphone: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1',
  pixel: 'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36',
  galaxyTab: 'Mozilla/5.0 (Linux; Android 14; SM-X910) AppleWebKit/537.36 Chrome/130.0 Safari/537.36',
  ipad: 'Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148',
  firefox: 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0',
}

it.each([
  [{ 'user-agent': agents.iphone }, 'phone'],
  [{ 'user-agent': agents.pixel }, 'phone'],
  [{ 'user-agent': agents.galaxyTab }, 'tablet'],
  [{ 'user-agent': agents.ipad }, 'tablet'],
  [{ 'user-agent': agents.firefox }, 'desktop'],
  [{ 'user-agent': 'Some App/1.0', 'sec-ch-ua-mobile': '?1' }, 'phone'],
  [{}, ''],
])('tells the class of a device: %j', (headers, device) => {
  expect(deviceOf(new Headers(headers))).toBe(device)
})

it.each([
  ['Asia/Kolkata', '2026-01-01T18:29:00Z', 23],
  ['Asia/Kolkata', '2026-01-01T18:30:00Z', 0],
  ['America/New_York', '2026-07-01T12:00:00Z', 8],
  ['America/New_York', '2026-01-01T12:00:00Z', 7],
  ['Nowhere/Atlantis', '2026-01-01T12:00:00Z', 12],
  [undefined, '2026-01-01T12:59:59Z', 12],
])('tells the hour of %s at %s', (timezone, at, hour) => {
  const request = new Request('https://edge.test/', { cf: timezone === undefined ? {} : { timezone } })
  expect(hourOf(request, Date.parse(at))).toBe(hour)
})
