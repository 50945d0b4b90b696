import { expect, it } from 'vitest'
import { pointedArtifact, type PointerEvent } from '../../../worker/artifacts/pointed-artifact.ts'

const refOf = (name: string) => ({ name, bytes: 1, sha256: '' })

/** Follows `pointer`; versions in `broken` are refused. */
function following() {
  const state = { pointer: refOf('one') as ReturnType<typeof refOf> | null | undefined, broken: new Set<string>() }
  const events: PointerEvent[] = []
  const artifact = pointedArtifact<string>({
    pointer: async () => state.pointer,
    open: async ({ name }) =>
      state.broken.has(name) ? { outcome: 'refused', reason: 'damaged' } : { outcome: 'opened', value: name },
    onEvent: (event) => events.push(event),
  })
  const look = async (pointer: typeof state.pointer) => {
    state.pointer = pointer
    await artifact.look(() => {})
    return [artifact.loaded()?.value, events.splice(0).map(({ type }) => type)]
  }
  return { state, look }
}

it('keeps the last good version while the next is refused, and does not open the same one twice', async () => {
  const { state, look } = following()
  expect(await look(refOf('one'))).toEqual(['one', ['index-loaded']])
  state.broken.add('two')
  expect(await look(refOf('two'))).toEqual(['one', ['index-refused']])
  expect(await look(refOf('two'))).toEqual(['one', []])
  expect(await look(undefined)).toEqual(['one', ['index-unreachable']])
})

it('tries a refused version again once the pointer was elsewhere', async () => {
  const { state, look } = following()
  state.broken.add('two')
  await look(refOf('one'))
  await look(refOf('two'))
  await look(refOf('one'))
  state.broken.clear()
  expect(await look(refOf('two'))).toEqual(['two', ['index-loaded']])
})

it('has nothing once the pointer was taken back', async () => {
  const { look } = following()
  await look(refOf('one'))
  expect(await look(null)).toEqual([undefined, ['index-withdrawn']])
  expect(await look(null)).toEqual([undefined, []])
})
