/** Suggestions with a history, in a real browser: own searches are marked, can be forgotten, and show at once. */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Browser } from 'playwright-core'
import { launch, requireBrowser } from './browser.ts'
import { openStorefront } from './storefront.ts'

describe.skipIf(!requireBrowser())('suggestions of a returning visitor', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())

  /** A visitor who searched these, with `typed` in the box and suggestions below. */
  async function visitorWhoSearched(queries: string[], typed: string) {
    const shop = await openStorefront(browser, inject('productUrl'))
    for (const query of queries) await shop.search(query)
    const { page } = shop
    await page.getByRole('combobox').fill('')
    await page.getByRole('combobox').pressSequentially(typed)
    const recent = page.locator('[role=option]:has(.suggestion-recent) .suggestion-text')
    await recent.first().waitFor()
    return { shop, page, recent }
  }

  it('marks own searches, first, and forgets one by keyboard', async () => {
    const { shop, page, recent } = await visitorWhoSearched(['star xyzzy', 'star plugh'], 'star')
    expect(await recent.allTextContents()).toEqual(['star plugh', 'star xyzzy'])
    expect(await page.getByRole('option').first().textContent()).toContain('you searched this before')
    expect(await shop.violations()).toEqual([])
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Shift+Delete')
    await recent.filter({ hasText: 'plugh' }).waitFor({ state: 'detached' })
    expect(await recent.allTextContents()).toEqual(['star xyzzy'])
    expect(await page.locator('#announcer').textContent()).toBe('“star plugh” is forgotten.')
    expect(await page.getByRole('combobox').inputValue()).toBe('star')
    expect(shop.complaints).toEqual([])
    await shop.close()
  })

  it('shows own searches in the empty box, where they can be forgotten too', async () => {
    const { shop, page, recent } = await visitorWhoSearched(['star xyzzy', 'star plugh'], 'star')
    await page.getByRole('combobox').fill('')
    await page.getByRole('combobox').blur()
    await page.getByRole('combobox').click()
    await recent.first().waitFor()
    expect(await recent.allTextContents()).toEqual(['star plugh', 'star xyzzy'])
    expect(await page.getByRole('option').count()).toBe(8)
    await page.locator('.suggestion-remove').first().click()
    await recent.filter({ hasText: 'plugh' }).waitFor({ state: 'detached' })
    expect(await recent.allTextContents()).toEqual(['star xyzzy'])
    await shop.close()
  })

  it('marks what rises', async () => {
    const shop = await openStorefront(browser, inject('productUrl'))
    const entry = { kind: 'query', ref: '', highlights: [] }
    const queries = [
      { ...entry, text: 'eclipse', trending: true },
      { ...entry, text: 'always asked' },
    ]
    await shop.page.route(/v1\/suggest/, (route) =>
      route.fulfill({ json: { query: '', sections: { queries, items: [], categories: [] }, degraded: 'no' } }),
    )
    await shop.page.getByRole('combobox').click()
    await shop.page.getByRole('option').first().waitFor()
    expect(await shop.page.getByRole('option').allTextContents()).toEqual(['eclipse, rising', 'always asked'])
    expect(await shop.violations()).toEqual([])
    await shop.close()
  })

  it('forgets one by its cross, without choosing it', async () => {
    const { shop, page, recent } = await visitorWhoSearched(['star xyzzy'], 'star')
    await page.locator('.suggestion-remove').click()
    await recent.waitFor({ state: 'detached' })
    expect(await page.getByRole('combobox').getAttribute('aria-expanded')).toBe('true')
    expect(await page.getByRole('combobox').inputValue()).toBe('star')
    await shop.close()
  })

  it('forgets one in the panel, where every way of input reaches', async () => {
    const { shop, page } = await visitorWhoSearched(['star xyzzy'], 'star')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Forget “star xyzzy”' }).click()
    await shop.settled()
    expect(await shop.knows()).not.toContain('star xyzzy')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('consent')
    await shop.close()
  })

  it('shows an answer in the frame after it arrived', async () => {
    const shop = await openStorefront(browser, inject('productUrl'))
    const { page } = shop
    // The first frame after a suggestion's body was read tells whether the list is open in it.
    await page.evaluate(() => {
      const ask = window.fetch.bind(window)
      window.fetch = async (...request) => {
        const response = await ask(...request)
        const read = response.json.bind(response)
        response.json = async () => {
          const body = await read()
          if (response.url.includes('/v1/suggest')) {
            requestAnimationFrame(() => {
              const options = document.querySelectorAll('#suggestions:not([hidden]) [role=option]')
              document.body.dataset['shown'] = String(options.length)
            })
          }
          return body
        }
        return response
      }
    })
    await page.getByRole('combobox').pressSequentially('s')
    await page.locator('body[data-shown]').waitFor()
    expect(await page.locator('body').getAttribute('data-shown')).toBe('8')
    await shop.close()
  })
})
