/**
 * What changed since the index was built, as far as this isolate knows. Removals hold over any index. Completions hold
 * over the index that they are counted from: while the edge and the origin are on different versions, the last ones
 * that belong to the loaded index stay.
 */
import type { SuggestDelta } from '#core/contract/suggest-delta'
import { openDelta, type Changes, type Delta } from '#core/suggest/delta'

export type DeltaSource = {
  /** Takes what the origin says now; `undefined` when it could not be asked, which changes nothing. */
  take(latest: SuggestDelta | undefined): void
  /** The changes over this index; the same object until they differ, undefined when there are none. */
  over(index: string): Delta | undefined
}

export function createDeltaSource(): DeltaSource {
  let latest: SuggestDelta | undefined
  let belonging: SuggestDelta | undefined
  let opened: { text: string; delta: Delta | undefined } = { text: '', delta: undefined }

  function changesOf(index: string): Changes {
    if (latest?.base === index) belonging = latest
    const own = belonging?.base === index ? [...belonging.added, ...belonging.boosted] : []
    return { current: own, removed: latest?.removed ?? [], trending: latest?.trending.toSorted() ?? [] }
  }

  return {
    take(next) {
      latest = next ?? latest
    },
    over(index) {
      const changes = changesOf(index)
      // The reply is fetched anew every two seconds and is mostly the same: building it again would forget all answers.
      const text = JSON.stringify(changes)
      if (text !== opened.text) {
        const isEmpty = Object.values(changes).every(({ length }) => length === 0)
        opened = { text, delta: isEmpty ? undefined : openDelta(changes) }
      }
      return opened.delta
    },
  }
}
