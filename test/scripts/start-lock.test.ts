import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { lockFolder } from '../../scripts/start-lock.ts'
import { tempFolder } from '../origin/temp-folder.ts'

const SCRIPT = `import { lockFolder } from ${JSON.stringify(new URL('../../scripts/start-lock.ts', import.meta.url).href)}
globalThis.lock = lockFolder(process.argv[1])
console.log(globalThis.lock.outcome)
setInterval(() => {}, 1000)`

it('is held by one process, said by its number, and gone with it, however it ends', { timeout: 20_000 }, async () => {
  const folder = tempFolder()
  const other = spawn(process.execPath, ['--input-type=module', '-e', SCRIPT, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void other.kill('SIGKILL'))
  const [said] = await once(other.stdout, 'data')
  expect(String(said)).toBe('taken\n')
  expect(lockFolder(folder)).toEqual({
    outcome: 'held',
    sentence: `The data folder ${folder} is in use by another npm start (process ${other.pid}): stop that one, or name another folder with --data (NEARFIELD_DATA).`,
  })
  other.kill('SIGKILL')
  await once(other, 'exit')
  const lock = lockFolder(folder)
  if (lock.outcome !== 'taken') throw new Error(lock.sentence)
  rmSync(join(folder, 'start.pid'))
  expect(lockFolder(folder)).toMatchObject({
    outcome: 'held',
    sentence: expect.stringContaining('(process not known yet)'),
  })
  lock.release()
  const again = lockFolder(folder)
  if (again.outcome !== 'taken') throw new Error(again.sentence)
  again.release()
})

it('is said to be damaged when it is', () => {
  const folder = tempFolder()
  writeFileSync(join(folder, 'start.lock'), 'nonsense'.repeat(100))
  expect(lockFolder(folder)).toEqual({
    outcome: 'damaged',
    sentence: `${join(folder, 'start.lock')} is damaged: delete it and start again.`,
  })
})
