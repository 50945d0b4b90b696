/** `Cache-Status` of RFC 9211: one List member, this cache's. `key` and `detail` leak internals, so only operators get them. */

export type CacheStatus =
  | { readonly hit: true; readonly ttl: number }
  | {
      readonly hit: false
      /** Why the origin was asked, or would have been; undefined when it was not to be asked. */
      readonly fwd:
        | 'bypass'
        | 'method'
        | 'uri-miss'
        | 'vary-miss'
        | 'miss'
        | 'request'
        | 'stale'
        | 'partial'
        | undefined
      /** The status the origin answered with; undefined when it did not answer. */
      readonly fwdStatus?: number
      readonly ttl?: number
      readonly stored?: boolean
      /** Another request's load answered this one. */
      readonly collapsed?: boolean
    }

const CACHE_NAME = 'nearfield'

export function serialiseCacheStatus(status: CacheStatus): string {
  if (status.hit) return `${CACHE_NAME}; hit; ttl=${status.ttl}`
  let member = CACHE_NAME
  if (status.fwd !== undefined) member += `; fwd=${status.fwd}`
  if (status.fwdStatus !== undefined) member += `; fwd-status=${status.fwdStatus}`
  if (status.ttl !== undefined) member += `; ttl=${status.ttl}`
  if (status.stored === true) member += '; stored'
  if (status.collapsed === true) member += '; collapsed'
  return member
}

/** @param internals.detail why the origin gave nothing: an sf-token of ours such as `timeout`. */
export function withInternals(member: string, internals: { key: string; detail: string | undefined }): string {
  const quoted = internals.key.replace(/[\\"]/g, '\\$&')
  const detail = internals.detail === undefined ? '' : `; detail=${internals.detail}`
  return `${member}; key="${quoted}"${detail}`
}
