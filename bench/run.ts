/** `npm run bench -- <name> [--json]`: runs `bench/<name>.ts`. */
import { runNamed } from '../scripts/run-named.ts'

await runNamed({ kind: 'bench', folder: import.meta.dirname, args: process.argv.slice(2) })
