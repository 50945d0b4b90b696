/** What a visitor notices only when it is missing: accessible to all, nothing jumps, and failures are sentences. */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { launch, requireBrowser } from './browser.ts'
import { openStorefront, type Storefront } from './storefront.ts'

const DESKTOP: BrowserContextOptions = { viewport: { width: 1280, height: 900 } }
const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

describe.skipIf(!requireBrowser())('the demo page', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())

  const visit = async (options: BrowserContextOptions, use: (shop: Storefront) => Promise<void>): Promise<void> => {
    const shop = await openStorefront(browser, inject('productUrl'), options)
    await use(shop)
    await shop.close()
  }

  it.each([
    ['desktop, light', DESKTOP, undefined],
    ['phone, light', PHONE, undefined],
    ['desktop, dark', { ...DESKTOP, colorScheme: 'dark' }, ['color-contrast']],
  ] as const)('has no violation that axe finds in any state: %s', (_, options, rules) =>
    visit(options, async (shop) => {
      const { page } = shop
      expect(await shop.violations(rules && [...rules])).toEqual([])
      await page.locator('#q').pressSequentially('star')
      await page.getByRole('option').first().waitFor()
      await page.keyboard.press('ArrowDown')
      expect(await shop.violations(rules && [...rules])).toEqual([])
      await shop.search('love')
      expect(await shop.violations(rules && [...rules])).toEqual([])
      const [first, second] = await shop.column('for-you')
      await shop.open('for-you', first?.id ?? '')
      await shop.open('for-you', second?.id ?? '')
      await page.locator('.strip-details summary').click()
      expect(await shop.violations(rules && [...rules])).toEqual([])
      await page.locator('.strip-details summary').click()
      await page.locator('#for-you .why').first().click()
      expect(await shop.violations(rules && [...rules])).toEqual([])
    }),
  )

  it('moves nothing that the visitor did not ask to move', () =>
    visit(DESKTOP, async ({ page, search }) => {
      await page.evaluate(() => {
        window.shifts = 0
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) if ('value' in entry) window.shifts += Number(entry.value)
        }).observe({ type: 'layout-shift', buffered: true })
      })
      await search('star')
      await search('love')
      // 0.1 is what Chrome calls good; this page's few pixels of chips stay far below.
      expect(await page.evaluate(() => window.shifts)).toBeLessThan(0.02)
    }))

  it('fits a phone: nothing is wider than the screen, and every target is at least 44 px or set in a line', () =>
    visit(PHONE, async ({ page, search }) => {
      await search('love')
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
      const small = await page.locator('button:visible, input:visible, a:visible').evaluateAll((nodes) =>
        nodes
          .filter((node) => !node.matches('.card-open, .why, .skip'))
          .filter((node) => node.getBoundingClientRect().height < 44)
          .map((node) => node.outerHTML),
      )
      expect(small).toEqual([])
      await page.getByRole('button', { name: 'For everyone' }).click()
      expect(await page.locator('#everyone').isVisible()).toBe(true)
      expect(await page.locator('#for-you').isVisible()).toBe(false)
    }))

  it('says what is wrong in a sentence, waits as long as it is told to, and recovers', () =>
    visit(DESKTOP, async ({ page, search, column }) => {
      const refusal = {
        status: 429,
        headers: { 'retry-after': '1', 'content-type': 'application/problem+json' },
        body: JSON.stringify({ title: 'Too many requests', status: 429, detail: 'At most 20 searches a minute.' }),
      }
      await page.route('**/v1/search?**', (route) => route.fulfill(refusal))
      await search('love')
      const notice = page.getByRole('alert')
      expect(await notice.innerText()).toBe('At most 20 searches a minute. Trying again in 1 s.')
      await page.unroute('**/v1/search?**')
      await notice.waitFor({ state: 'hidden' })
      expect((await column('for-you')).length).toBeGreaterThan(0)
    }))

  it('says that the edge does not answer, and sends what was opened meanwhile', () =>
    visit(DESKTOP, async ({ page, search, open, column, knows }) => {
      await search('love')
      const [first, second] = await column('everyone')
      await page.route('**/v1/**', (route) => route.abort())
      await open('everyone', first?.id ?? '')
      expect(await page.getByRole('alert').innerText()).toContain('does not answer')
      await page.unroute('**/v1/**')
      await open('everyone', second?.id ?? '')
      expect(await knows()).toContain(first?.title)
      expect(await knows()).toContain(second?.title)
      await page.getByRole('alert').waitFor({ state: 'hidden' })
    }))
})

declare global {
  interface Window {
    shifts: number
  }
}
