import { expect, it } from 'vitest'
import { createMemoryStore } from '../../../worker/cache/memory-store.ts'
import type { Store } from '../../../worker/cache/store.ts'
import { entryAt } from '../../fakes/entries.ts'
import { createRig } from './shared-cache-rig.ts'

it('a tier that hangs does not keep a hit behind it waiting', async () => {
  const hung: Store = {
    name: 'colo',
    get: () => Promise.resolve(undefined),
    set: () => new Promise<never>(() => undefined),
    delete: () => Promise.resolve(),
  }
  const behind = { ...createMemoryStore({ maxBytes: 1_000_000, now: () => 1_000_000 }), name: 'redis' }
  await behind.set('/a', entryAt(1_000_000))
  const rig = createRig([hung, behind])
  expect(await rig.get('/a')).toMatchObject({ value: 1 })
  expect(rig.trace()).toEqual(['backfilled(memory)', 'hit(redis)'])
  await rig.settle()
  expect(rig.trace()[0]).toBe('tier-failed(colo)')
})
