/** The search box by keyboard, by input method and by assistive technology, in a real browser. */
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import type { Browser, Page, Route } from 'playwright-core'
import { launch, requireBrowser } from './browser.ts'
import { openStorefront, type Storefront } from './storefront.ts'

describe.skipIf(!requireBrowser())('the search box', () => {
  let browser: Browser
  let shop: Storefront
  let page: Page
  beforeAll(async () => {
    browser = await launch()
    shop = await openStorefront(browser, inject('productUrl'))
    page = shop.page
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    await input().fill('')
    await input().blur()
  })

  const input = () => page.getByRole('combobox')
  const options = () => page.getByRole('option')
  /** The suggestions to what was typed are there: an empty box has some too, but nothing in them is marked. */
  const answered = () => page.locator('.suggestion mark').first().waitFor()
  /** What the input says to assistive technology. */
  const state = () =>
    input().evaluate((node) => {
      const active = node.getAttribute('aria-activedescendant')
      return {
        expanded: node.getAttribute('aria-expanded'),
        active: active && document.getElementById(active)?.textContent,
      }
    })

  it('is used by keyboard alone: skip link, suggestions, a result, and the panel', async () => {
    await page.reload()
    await shop.settled()
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to results')
    await input().focus()
    await page.keyboard.type('star')
    await answered()
    expect(await state()).toEqual({ expanded: 'true', active: null })
    await page.keyboard.press('ArrowDown')
    const first = await options().first().textContent()
    expect(await state()).toEqual({ expanded: 'true', active: first })
    await page.keyboard.press('ArrowUp')
    expect(await state()).toEqual({ expanded: 'true', active: null })
    await page.keyboard.press('ArrowUp')
    expect(await state()).toEqual({ expanded: 'true', active: await options().last().textContent() })
    await page.keyboard.press('Home')
    expect(await state()).toEqual({ expanded: 'true', active: null })
    await page.keyboard.press('Escape')
    expect(await state()).toEqual({ expanded: 'false', active: null })
    expect(await input().inputValue()).toBe('star')
    await page.keyboard.press('Alt+ArrowDown')
    expect(await state()).toEqual({ expanded: 'true', active: null })
    await page.keyboard.press('Enter')
    await shop.settled()
    expect(await state()).toEqual({ expanded: 'false', active: null })
    const [row] = await shop.column('for-you')
    await page.locator('#for-you .card-open').first().focus()
    await page.keyboard.press('Enter')
    await shop.settled()
    expect(await shop.knows()).toContain(row?.title)
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(row?.title)
    expect(shop.complaints).toEqual([])
  })

  it('clears on the second Escape and keeps the focus', async () => {
    await input().pressSequentially('star')
    await answered()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    expect(await input().inputValue()).toBe('')
    expect(await input().evaluate((node) => node === document.activeElement)).toBe(true)
  })

  it('has suggestions before anything is typed, and closes them on Escape', async () => {
    await input().focus()
    await options().first().waitFor()
    expect(await options().count()).toBe(8)
    await page.keyboard.press('Escape')
    expect(await state()).toEqual({ expanded: 'false', active: null })
    await page.keyboard.press('ArrowDown')
    expect(await state()).toMatchObject({ expanded: 'true' })
  })

  it('takes typed text over an option that the arrows had reached before', async () => {
    await input().pressSequentially('star')
    await answered()
    await page.keyboard.press('ArrowDown')
    await input().fill('love')
    await page.keyboard.press('Enter')
    await shop.settled()
    expect(await page.locator('#total').innerText()).toContain('“love”')
  })

  it('asks nothing and chooses nothing while an input method composes', async () => {
    const asked: string[] = []
    const empty = page.waitForResponse((response) => response.url().includes('/v1/suggest'))
    await input().focus()
    await empty
    page.on('request', (request) => {
      const { pathname, searchParams } = new URL(request.url())
      if (pathname === '/v1/suggest' || pathname === '/v1/search') asked.push(searchParams.get('q') ?? '')
    })
    const ime = await page.context().newCDPSession(page)
    for (const text of ['か', 'かm', 'かめ']) {
      await ime.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
    }
    // Enter ends a composition; the browser says so with isComposing.
    await input().dispatchEvent('keydown', { key: 'Enter', isComposing: true })
    expect(await input().inputValue()).toBe('かめ')
    expect(asked).toEqual([])
    const suggested = page.waitForResponse((response) => response.url().includes('/v1/suggest'))
    await ime.send('Input.insertText', { text: '亀' })
    await suggested
    expect(asked).toEqual(['亀'])
  })

  it('never shows an older answer over a newer one', async () => {
    const held: Route[] = []
    await page.route(/suggest\?q=s$/, (route) => void held.push(route))
    await input().pressSequentially('star')
    await answered()
    const shown = await options().allTextContents()
    expect(held).toHaveLength(1)
    // The page has aborted this one; an answer that comes all the same has nowhere to go.
    await held[0]?.continue().catch(() => undefined)
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
    expect(await options().allTextContents()).toEqual(shown)
  })

  it('counts the suggestions aloud and marks what matched', async () => {
    await input().pressSequentially('godf')
    await answered()
    const count = await options().count()
    expect(await page.locator('#announcer').textContent()).toContain(`${count} suggestion`)
    expect(await page.locator('.suggestion mark').first().textContent()).toMatch(/^godf$/i)
  })
})
