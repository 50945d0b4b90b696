import { expect, it } from 'vitest'
import { modelBase, modelOwn } from '#core/rank/learned/model-scores'
import { collectGarbage } from '../../collect-garbage.ts'
import { hits, modelOf, moment, state } from './small-model.ts'

it('keeps nothing of a visitor once the answer is made', async () => {
  const model = modelOf({ column: 'taste', above: 0, weight: 1 })
  const base = modelBase(model, hits, moment)
  const ranked = (): WeakRef<object> => {
    const own = structuredClone(state)
    modelOwn(model, hits, { state: own, moment, neighbours: undefined, base })
    return new WeakRef(own)
  }
  const own = ranked()
  await collectGarbage()
  expect(own.deref()).toBeUndefined()
})
