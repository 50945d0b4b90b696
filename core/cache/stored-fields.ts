/**
 * Which response fields are stored, and how a 304 updates them (RFC 9111 sections 3.1, 3.2 and 4.3.4).
 */
import { splitList } from './cache-control.ts'

export type FieldLines = readonly (readonly [name: string, value: string])[]

/** Fields of one hop only (RFC 9110 section 7.6.1), and those of a proxy. */
const NOT_STORED = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authentication-info',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** What describes the stored bytes: a 304 has none, so its values cannot be theirs. */
const OF_THE_BODY = new Set(['content-encoding', 'content-length', 'content-md5', 'content-range', 'etag'])

/** @param lines names in lower case */
export function storedFields(lines: Iterable<readonly [string, string]>): [string, string][] {
  const all = [...lines]
  const listed = new Set(
    all.filter(([name]) => name === 'connection').flatMap(([, value]) => splitList(value.toLowerCase())),
  )
  return all.filter(([name]) => !NOT_STORED.has(name) && !listed.has(name)).map(([name, value]) => [name, value])
}

/**
 * The stored fields after a 304: each field it carries replaces the stored lines of that name. The stored Age goes in any
 * case: it told the age of a response that has just been confirmed as current.
 */
export function freshenedFields(stored: FieldLines, update: Iterable<readonly [string, string]>): [string, string][] {
  const fresh = storedFields(update).filter(([name]) => !OF_THE_BODY.has(name))
  const replaced = new Set(['age', ...fresh.map(([name]) => name)])
  return [...stored.filter(([name]) => !replaced.has(name)).map(([n, v]): [string, string] => [n, v]), ...fresh]
}
