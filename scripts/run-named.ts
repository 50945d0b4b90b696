import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** What `bench/<name>.ts` and `eval/<task>.ts` export as `run`: arguments in, one JSON-able result out. */
export type NamedRun = (args: string[], print: (line: string) => void) => Promise<Record<string, unknown>>

/**
 * Finds `<folder>/<name>.ts`, runs its `run` export with the remaining arguments, and with `--json` prints the result
 * as one JSON object, alone on stdout: what is for people then goes to stderr. A wrong name lists the right ones; a
 * thrown error is one sentence and exit 1.
 */
export async function runNamed(options: { kind: string; folder: string; args: string[] }): Promise<void> {
  const names = readdirSync(options.folder)
    .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
    .map((file) => file.slice(0, -3))
  const [name, ...rest] = options.args
  if (name === undefined || !names.includes(name)) {
    console.error(`npm run ${options.kind} -- <name>, where <name> is one of: ${names.join(', ')}`)
    process.exit(2)
  }
  const json = rest.includes('--json')
  const module: { run: NamedRun } = await import(pathToFileURL(join(options.folder, `${name}.ts`)).href)
  try {
    const result = await module.run(
      rest.filter((arg) => arg !== '--json'),
      (line) => (json ? console.error(line) : console.log(line)),
    )
    if (json) console.log(JSON.stringify(result))
  } catch (error) {
    if (!(error instanceof Error)) throw error
    console.error(process.env.NEARFIELD_DEBUG ? error.stack : error.message)
    process.exit(1)
  }
}
