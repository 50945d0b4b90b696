import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openOrigin, type Origin } from '../../origin/open-origin.ts'
import { tempFolder } from './temp-folder.ts'

async function open(
  dataFolder: string,
  onSeedProgress: (progress: { done: number; total: number }) => void = () => {},
): Promise<Origin> {
  const opened = await openOrigin({
    dataFolder,
    access: { kind: 'open' },
    now: () => 0,
    onSeedProgress,
    rebuildEveryMs: null,
  })
  if (opened.outcome !== 'opened') throw new Error(opened.sentence)
  return opened.origin
}

it('seeds the demo with progress, and reuses it the next time', async () => {
  const folder = tempFolder()
  const progress: number[] = []
  const first = await open(folder, ({ done, total }) => progress.push(done / total))
  expect(progress.length).toBe(3_201)
  expect(progress.at(-1)).toBe(1)
  expect(first.seeded).toMatchObject({
    rows: 3_201,
    inserted: 3_200,
    rejected: 1,
    duplicates: 0,
    dropped: [],
    rejections: [{ line: 3_054, reason: 'no title: field "Title" is empty or missing' }],
  })
  first.close()
  const second = await open(folder)
  expect(second.seeded).toBe(null)
  expect(second.catalogue).toEqual(first.catalogue)
  second.close()
})

it('gives the movies the same ids in every data folder', async () => {
  const [one, other] = [await open(tempFolder()), await open(tempFolder())]
  expect(one.catalogue).toEqual(other.catalogue)
  one.close()
  other.close()
})

it('seeds again when seeding was cut short', async () => {
  const folder = tempFolder()
  const first = await open(folder)
  first.close()
  const database = new DatabaseSync(join(folder, 'nearfield.sqlite'))
  database.exec(
    "UPDATE catalogue SET version = '', items = 0; DELETE FROM items WHERE row > 500; DELETE FROM items_fts WHERE rowid > 500",
  )
  database.close()
  const second = await open(folder)
  expect(second.seeded).toMatchObject({ inserted: 2_700, unchanged: 500 })
  expect(second.catalogue).toEqual(first.catalogue)
  second.close()
})

it('does not open what it cannot use', async () => {
  expect(
    await openOrigin({
      dataFolder: '/dev/null/data',
      access: { kind: 'open' },
      now: () => 0,
      onSeedProgress: null,
      rebuildEveryMs: null,
    }),
  ).toMatchObject({ outcome: 'unwritable' })
})
