/** The demo page as a visitor uses it: every action waits for what the visitor would wait for, never for a time. */
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import type axe from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

declare global {
  interface Window {
    axe: typeof axe
  }
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export type Row = { id: string; title: string; genre: string }
export type Column = 'everyone' | 'for-you'
export type Storefront = Awaited<ReturnType<typeof openStorefront>>

/** Opens the page as a visitor that nobody knows: a context of its own has no cookies. */
export async function openStorefront(browser: Browser, url: string, options: BrowserContextOptions = {}) {
  // Playwright waits for an element to stand still before it clicks: with motion, each click would wait for a glide.
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  await page.goto(url)
  await settled(page)
  return {
    page,
    /** Errors and warnings of the browser's console: among them every breach of the Content-Security-Policy. */
    complaints,
    settled: () => settled(page),
    search: async (query: string) => {
      await page.locator('#q').fill(query)
      await page.locator('#q').press('Enter')
      await settled(page)
    },
    open: async (column: Column, id: string) => {
      await page.locator(`#${column} .card[data-id=${JSON.stringify(id)}] .card-open`).click()
      await settled(page)
    },
    column: (column: Column) => rows(page, column),
    knows: () => page.locator('#knowledge-body').innerText(),
    violations: (rules?: string[]) => violations(page, rules),
    close: () => context.close(),
  }
}

/** The page marks itself busy in the same task as the visitor's action, and idle once all of its answers are shown. */
async function settled(page: Page): Promise<void> {
  await page.locator('#frame[aria-busy="false"]').waitFor()
}

/** Reads a column as it is shown. */
function rows(page: Page, column: Column): Promise<Row[]> {
  return page.locator(`#${column} .card[data-id]`).evaluateAll((cards) =>
    cards.map((card) => ({
      id: card.getAttribute('data-id') ?? '',
      title: card.querySelector('.card-open')?.textContent ?? '',
      genre: card.querySelector('.chip')?.textContent ?? '',
    })),
  )
}

/**
 * What axe finds wrong, one line each; animations come to rest first, because a fading text has no contrast yet.
 * `rules` limits it to some: most of a full run's time goes into rules that neither a colour nor a width can break.
 */
async function violations(page: Page, rules?: string[]): Promise<string[]> {
  await page.evaluate(axeSource)
  return page.evaluate(async (only) => {
    const running = document
      .getAnimations()
      .filter((animation) => animation.effect?.getTiming().iterations !== Infinity)
    await Promise.allSettled(running.map((animation) => animation.finished))
    const runOnly = only === undefined ? {} : { runOnly: only }
    const { violations: found } = await window.axe.run(document, { resultTypes: ['violations'], ...runOnly })
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
  }, rules)
}
