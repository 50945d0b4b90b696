import { spawn } from 'node:child_process'
import { join } from 'node:path'

export type Bundle = { outdir: string; entry: string }

const root = join(import.meta.dirname, '..')

/**
 * Bundles a Worker with wrangler's own bundler, offline, into `outdir`: ours, or that of another `config` (whose
 * bundle is then called `entry`).
 * @throws Error with wrangler's output when the bundle fails.
 */
export async function bundleWorker(options: { outdir: string; config?: string; entry?: string }): Promise<Bundle> {
  const { outdir, config = 'wrangler.jsonc', entry = 'index.js' } = options
  const wrangler = join(root, 'node_modules', 'wrangler', 'bin', 'wrangler.js')
  const child = spawn(process.execPath, [wrangler, 'deploy', '--dry-run', '--outdir', outdir, '--config', config], {
    cwd: root,
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
  return { outdir, entry: join(outdir, entry) }
}
