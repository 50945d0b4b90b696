import { spawn } from 'node:child_process'
import { join } from 'node:path'

export type Bundle = { outdir: string; entry: string }

/**
 * Bundles the Worker with wrangler's own bundler, offline, into `outdir`.
 * @throws Error with wrangler's output when the bundle fails.
 */
export async function bundleWorker(outdir = 'dist'): Promise<Bundle> {
  const wrangler = join(import.meta.dirname, '..', 'node_modules', 'wrangler', 'bin', 'wrangler.js')
  const child = spawn(process.execPath, [wrangler, 'deploy', '--dry-run', '--outdir', outdir], {
    cwd: join(import.meta.dirname, '..'),
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', resolve)
  })
  if (code !== 0) throw new Error(`The Worker's bundle failed (wrangler exit ${code}):\n${output}`)
  return { outdir, entry: join(outdir, 'index.js') }
}
