import { expect, it } from 'vitest'
import { createPartStore } from '../../../worker/artifacts/part-store.ts'

const ref = { name: 'part-0', bytes: 4, sha256: '' }

/** A store by a clock set by hand, over an origin that has what it is told to have. */
function rig() {
  const origin: { bytes: Uint8Array | undefined; asked: number } = { bytes: undefined, asked: 0 }
  const clock = { now: 1_000 }
  const missing: string[] = []
  const store = createPartStore<number>({
    artifacts: {
      async get({ name }) {
        origin.asked += 1
        const { bytes } = origin
        if (bytes === undefined) return { outcome: 'unavailable', cause: `${name}: the origin answered 404` }
        return { outcome: 'fetched', bytes: bytes.slice().buffer }
      },
    },
    open: (bytes) => {
      const [first = 0] = new Uint8Array(bytes)
      return first === 7 ? { outcome: 'opened', value: first } : { outcome: 'refused', reason: 'not a seven' }
    },
    maxBytes: 1_000,
    now: () => clock.now,
    onMissing: (cause) => missing.push(cause),
  })
  const get = async () => store.get(ref, () => {})
  return { origin, clock, missing, get }
}

it.each([
  ['cannot be had', undefined, 'part-0: the origin answered 404'],
  ['is damaged', Uint8Array.of(1), 'part-0: not a seven'],
])('asks once a second for a part that %s, and takes it when it is whole', async (_, bytes, cause) => {
  const { origin, clock, missing, get } = rig()
  origin.bytes = bytes
  for (let request = 0; request < 20; request++) expect(await get()).toBeUndefined()
  expect([origin.asked, missing]).toEqual([1, [cause]])
  origin.bytes = Uint8Array.of(7)
  clock.now += 999
  expect(await get()).toBeUndefined()
  clock.now += 1
  expect([await get(), origin.asked]).toEqual([7, 2])
})
