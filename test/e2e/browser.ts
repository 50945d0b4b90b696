/** The browser of the browser tests: Debian's chromium, or the one that CHROMIUM_PATH names. */
import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

const PATHS = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Where the browser is; undefined when this machine has none. */
const chromiumPath = PATHS.find((path) => path !== undefined && existsSync(path))

/** Without a browser these tests cannot run: on CI that is a failure, elsewhere they are skipped, and say so. */
export function requireBrowser(): boolean {
  if (chromiumPath !== undefined) return true
  const sentence = 'No chromium found: install Debian\'s "chromium" package, or set CHROMIUM_PATH to a browser.'
  if (process.env.CI === 'true') throw new Error(sentence)
  console.warn(`\n*** THE BROWSER TESTS ARE SKIPPED. ${sentence} ***\n`)
  return false
}

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export function launch(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('launch() is called only where requireBrowser() said yes')
  return chromium.launch({ executablePath: chromiumPath, args: FLAGS })
}
