/**
 * `npm run build`: bundles the Worker exactly as a deploy would (`wrangler deploy --dry-run`) and holds it against
 * the bundle budget. Exits 1 over budget.
 */
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { bundleWorker } from './bundle-worker.ts'

const BUDGET_KIB = 120

const { outdir, entry } = await bundleWorker({ outdir: 'dist' })
const raw = readFileSync(entry)
const gzip = gzipSync(raw).byteLength / 1024
console.log(
  `${outdir}: ${(raw.byteLength / 1024).toFixed(1)} KiB, ${gzip.toFixed(1)} KiB gzip (budget ${BUDGET_KIB} KiB gzip)`,
)
if (gzip > BUDGET_KIB) {
  console.error(`The Worker is ${(gzip - BUDGET_KIB).toFixed(1)} KiB over its budget: see docs/DESIGN.md, "Budgets".`)
  process.exit(1)
}
