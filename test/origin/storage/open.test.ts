import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { openStorage } from '../../../origin/storage/open.ts'
import { asNobody } from '../as-nobody.ts'
import { tempFolder } from '../temp-folder.ts'

function withRows(): { folder: string; file: string } {
  const folder = tempFolder()
  const opened = openStorage(folder)
  if (opened.outcome !== 'opened') throw new Error(opened.sentence)
  const insert = opened.storage.database.prepare('INSERT INTO erasures VALUES (?, 1)')
  for (let row = 0; row < 2_000; row++) insert.run(`visitor-${row}-${'x'.repeat(50)}`)
  opened.storage.close()
  return { folder, file: join(folder, 'nearfield.sqlite') }
}

it('makes the folder, and finds what it wrote', () => {
  const { folder } = withRows()
  const again = openStorage(folder)
  if (again.outcome !== 'opened') throw new Error(again.sentence)
  expect(again.storage.database.prepare('SELECT count(*) AS rows FROM erasures').get()).toMatchObject({ rows: 2_000 })
  expect(again.storage.database.prepare('PRAGMA journal_mode').get()).toMatchObject({ journal_mode: 'wal' })
  again.storage.close()
})

it.each([
  [
    'a file of something else',
    (file: string) => writeFileSync(file, 'this is no database, whatever its name says'.repeat(100)),
  ],
  ['a truncated file', (file: string) => truncateSync(file, 20_000)],
  [
    'a file overwritten in the middle',
    (file: string) => {
      const bytes = readFileSync(file)
      writeFileSync(file, bytes.fill(0x55, bytes.byteLength / 2, bytes.byteLength / 2 + 8_192))
    },
  ],
])('says what to do with %s, and leaves it alone', (_, damage) => {
  const { folder, file } = withRows()
  damage(file)
  const before = readFileSync(file)
  const opened = openStorage(folder)
  expect(opened).toEqual({
    outcome: 'damaged',
    sentence: expect.stringContaining(`${file} is damaged or not a Nearfield data file: move it away`),
  })
  expect(readFileSync(file).equals(before)).toBe(true)
})

it('refuses a file of a newer version', () => {
  const { folder, file } = withRows()
  const database = new DatabaseSync(file)
  database.exec('PRAGMA user_version = 999')
  database.close()
  expect(openStorage(folder)).toMatchObject({ outcome: 'newer', sentence: expect.stringContaining('update Nearfield') })
})

it('says that a folder cannot be written to', () => {
  const parent = tempFolder()
  writeFileSync(join(parent, 'taken'), '')
  expect(openStorage(join(parent, 'taken'))).toMatchObject({
    outcome: 'unwritable',
    sentence: expect.stringContaining('taken is a file and not a folder: name another folder with --data'),
  })
})

it('says that a folder takes no files, also to the super-user', () => {
  expect(openStorage('/proc/nearfield/data')).toMatchObject({ outcome: 'unwritable' })
})

it('says that another process holds the file', () => {
  const { folder, file } = withRows()
  const other = new DatabaseSync(file)
  other.exec('PRAGMA user_version = 0; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  expect(openStorage(folder)).toMatchObject({
    outcome: 'busy',
    sentence: expect.stringContaining('in use by another process'),
  })
  other.close()
  expect(existsSync(file)).toBe(true)
  appendFileSync(file, '')
})

it.each([
  ['nearfield.sqlite', 0o444],
  ['artifacts', 0o555],
])('says before it opens anything that %s cannot be written to', (name, mode) => {
  const { folder } = withRows()
  mkdirSync(join(folder, 'artifacts'))
  // The super-user may write to everything, so another one opens it, to whom it belongs.
  const { uid, gid } = asNobody()
  for (const path of [folder, ...readdirSync(folder).map((child) => join(folder, child))])
    chownSync(path, uid ?? -1, gid ?? -1)
  chmodSync(join(folder, name), mode)
  const module = new URL('../../../origin/storage/open.ts', import.meta.url).href
  const script = `import { openStorage } from ${JSON.stringify(module)}; console.log(JSON.stringify(openStorage(process.argv[1])))`
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', script, folder], {
    ...asNobody(),
    encoding: 'utf8',
  })
  chmodSync(join(folder, name), 0o755)
  expect(JSON.parse(child.stdout)).toEqual({
    outcome: 'unwritable',
    sentence: expect.stringMatching(
      `^Cannot write to ${join(folder, name)} .EACCES.*: make it writable, or name another`,
    ),
  })
})
