/** Entry of `npm run import`: loads a catalogue from a file into the data folder. */
import { runImport } from './import/run-import.ts'

process.exitCode = await runImport(process.argv.slice(2), process.env, {
  isTTY: process.stdout.isTTY,
  write: (text) => process.stdout.write(text),
  error: (line) => console.error(line),
})
