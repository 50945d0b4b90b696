/**
 * What a limit counts by: the address that Cloudflare saw. Forwarded headers are the caller's to invent and are not
 * read. An IPv6 customer holds a whole /64, so its last 64 bits do not make a new key.
 */
export function clientKey(headers: Headers): string {
  const address = headers.get('cf-connecting-ip') ?? 'unknown'
  return address.includes(':') ? network64(address) : address
}

/** The first four groups of an IPv6 address, with `::` written out: `2001:db8::1` is `2001:db8:0:0`. */
function network64(address: string): string {
  const [head = '', tail] = address.split('::')
  const groups = head === '' ? [] : head.split(':')
  const rest = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - groups.length - rest.length) }, () => '0')
  return [...groups, ...zeros, ...rest].slice(0, 4).join(':').toLowerCase()
}
