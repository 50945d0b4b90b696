/**
 * `npm run dev`: `npm start` that starts again when a source file changes. The page in public/ is served as it is on
 * disk; a change there starts again too, so that new files are seen.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { watch } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const WATCHED = ['core', 'worker', 'durable-objects', 'origin', 'public', 'scripts']
/** Editors write a file in several steps. */
const SETTLE_MS = 150

/** Children that a change has asked to stop. */
const replaced = new WeakSet<ChildProcess>()
let child = run()
let timer: NodeJS.Timeout | undefined
let stopping = false

for (const folder of WATCHED) {
  watch(join(root, folder), { recursive: true }, (_event, file) => {
    clearTimeout(timer)
    timer = setTimeout(() => restart(join(folder, file ?? '')), SETTLE_MS)
  })
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stopping = true
    child.once('exit', () => process.exit(0))
    // Ctrl-C reaches the child by itself; a signal to this process alone does not.
    child.kill('SIGINT')
  })
}

function run(): ChildProcess {
  const started = spawn(process.execPath, [join(root, 'scripts', 'start.ts'), ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  started.once('exit', (code) => {
    if (!stopping && started === child && !replaced.has(started) && code !== 0) console.error('Waiting for a change …')
  })
  return started
}

function restart(file: string): void {
  console.log(`${file} changed: starting again`)
  const old = child
  if (old.exitCode !== null) {
    child = run()
    return
  }
  if (replaced.has(old)) return
  replaced.add(old)
  old.once('exit', () => (child = run()))
  old.kill('SIGINT')
}
