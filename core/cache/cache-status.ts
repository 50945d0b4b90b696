/** `Cache-Status` of RFC 9211: one List member, this cache's. `key` and `detail` leak internals, so only operators get them. */

export type CacheStatus =
  | { readonly hit: true; readonly ttl: number }
  | {
      readonly hit: false
      readonly fwd: 'bypass' | 'method' | 'uri-miss' | 'vary-miss' | 'miss' | 'request' | 'stale' | 'partial'
      /** The status the origin answered with; undefined when it did not answer. */
      readonly fwdStatus?: number
      readonly ttl?: number
      readonly stored?: boolean
      /** Another request's load answered this one. */
      readonly collapsed?: boolean
      /** Why, for operators: an sf-token of ours such as `origin-timeout`. */
      readonly detail?: string
    }

const CACHE_NAME = 'nearfield'

export function serialiseCacheStatus(status: CacheStatus, audience: 'public' | 'operator' = 'public'): string {
  if (status.hit) return `${CACHE_NAME}; hit; ttl=${status.ttl}`
  let member = `${CACHE_NAME}; fwd=${status.fwd}`
  if (status.fwdStatus !== undefined) member += `; fwd-status=${status.fwdStatus}`
  if (status.ttl !== undefined) member += `; ttl=${status.ttl}`
  if (status.stored === true) member += '; stored'
  if (status.collapsed === true) member += '; collapsed'
  if (status.detail !== undefined && audience === 'operator') member += `; detail=${status.detail}`
  return member
}
