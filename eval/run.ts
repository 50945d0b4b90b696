/** `npm run eval -- <task> <files…> [--json]`: runs `eval/<task>.ts`. */
import { runNamed } from '../scripts/run-named.ts'

await runNamed({ kind: 'eval', folder: import.meta.dirname, args: process.argv.slice(2) })
