/** One byte range (RFC 9110 section 14). Several ranges, and other units, are answered with the whole, as a server may. */

export type ResolvedRange =
  | { outcome: 'whole' }
  | { outcome: 'part'; first: number; last: number }
  | { outcome: 'unsatisfiable' }

const WHOLE = { outcome: 'whole' } as const

/** @param length of the complete representation, in bytes */
export function resolveRange(field: string | null | undefined, length: number): ResolvedRange {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(field ?? '')
  if (match === null) return WHOLE
  const [, from = '', to = ''] = match
  if (from === '') {
    if (to === '') return WHOLE
    const suffix = Number(to)
    if (suffix === 0 || length === 0) return { outcome: 'unsatisfiable' }
    return { outcome: 'part', first: Math.max(0, length - suffix), last: length - 1 }
  }
  const first = Number(from)
  if (to !== '' && Number(to) < first) return WHOLE
  if (first >= length) return { outcome: 'unsatisfiable' }
  return { outcome: 'part', first, last: to === '' ? length - 1 : Math.min(Number(to), length - 1) }
}
