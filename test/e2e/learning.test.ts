/** The product in one run: a stranger searches, opens three titles of one genre, sees it rise, and is forgotten. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import type { Browser } from 'playwright-core'
import { launch, requireBrowser } from './browser.ts'
import { openStorefront, type Row, type Storefront } from './storefront.ts'

/** A word in titles of many genres, and one genre among them that does not lead the list. */
const QUERY = 'love'
const GENRE = 'Comedy'

describe.skipIf(!requireBrowser())('the page learns from what a visitor opens', () => {
  let browser: Browser
  let shop: Storefront
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    shop = await openStorefront(browser, inject('productUrl'))
  })
  afterEach(() => shop.close())

  it('raises the opened genre for this visitor, for nobody else, and forgets it when asked', async () => {
    await shop.search(QUERY)
    const everyone = await shop.column('everyone')
    expect(ids(await shop.column('for-you'))).toEqual(ids(everyone))
    const before = prominence(everyone, GENRE)

    const chosen = everyone.filter(({ genre }) => genre === GENRE).slice(0, 3)
    expect(chosen).toHaveLength(3)
    for (const { id } of chosen) await shop.open('everyone', id)

    const you = await shop.column('for-you')
    expect(prominence(you, GENRE)).toBeGreaterThan(before)
    expect(countOf(you, GENRE)).toBeGreaterThanOrEqual(countOf(everyone, GENRE))
    expect(ids(await shop.column('everyone'))).toEqual(ids(everyone))
    expect(await shop.page.locator('#for-you .card[data-moved="up"] .move').count()).toBeGreaterThan(0)
    const known = await shop.knows()
    expect(known).toContain(GENRE)
    for (const { title } of chosen) expect(known).toContain(title)

    // Asked for anew, now that there is a cookie: the stranger's column must not send it, the visitor's must.
    await shop.page.reload()
    await shop.settled()
    expect(ids(await shop.column('everyone'))).toEqual(ids(everyone))
    expect(ids(await shop.column('for-you'))).toEqual(ids(you))

    // What everyone gets really is everyone's: a second visitor, on a machine of their own, sees the same.
    const stranger = await openStorefront(browser, inject('productUrl'))
    await stranger.search(QUERY)
    expect(ids(await stranger.column('for-you'))).toEqual(ids(everyone))
    expect(await stranger.knows()).not.toContain(GENRE)
    await stranger.close()

    await shop.page.locator('#erase').click()
    await shop.settled()
    expect(ids(await shop.column('for-you'))).toEqual(ids(everyone))
    expect(await shop.knows()).not.toContain(GENRE)
    await shop.page.reload()
    await shop.settled()
    expect(ids(await shop.column('for-you'))).toEqual(ids(everyone))
    expect(await shop.knows()).not.toContain(GENRE)
    expect(shop.complaints).toEqual([])
  })

  it('greets a visitor whom it knows with a row of their own', async () => {
    const yours = shop.page.getByRole('region', { name: 'For you' })
    expect(await yours.isVisible()).toBe(false)
    await shop.page.locator('#trending .tile-open').first().click()
    await shop.settled()
    await shop.page.reload()
    await shop.settled()
    expect(await yours.isVisible()).toBe(true)
    expect(await shop.page.locator('#yours .tile').count()).toBe(14)
    expect(await shop.violations()).toEqual([])
    await shop.page.locator('#yours .tile-open').first().press('Enter')
    await shop.settled()
    expect(
      await shop.page.locator('#yours .tile[data-opened] .tile-open').evaluate((tile) => tile.matches(':focus')),
    ).toBe(true)
    await shop.page.locator('#erase').click()
    await shop.settled()
    expect(await yours.isVisible()).toBe(false)
  })

  it('says why a card is where it is', async () => {
    await shop.search(QUERY)
    const [opened] = (await shop.column('everyone')).filter(({ genre }) => genre === GENRE)
    await shop.open('for-you', opened?.id ?? '')
    await shop.page.locator('#for-you .why[data-personal]').first().click()
    const why = shop.page.locator('#why-card')
    await why.waitFor()
    expect(await why.innerText()).toContain(GENRE)
    await shop.page.keyboard.press('Escape')
    await why.waitFor({ state: 'hidden' })
  })

  it('keeps and uses nothing while the visitor has opted out', async () => {
    await shop.search(QUERY)
    const everyone = await shop.column('everyone')
    const consent = shop.page.getByRole('switch')
    await consent.click()
    await shop.settled()
    expect(await consent.getAttribute('aria-checked')).toBe('false')
    for (const { id } of everyone.filter(({ genre }) => genre === GENRE).slice(0, 2)) await shop.open('for-you', id)
    expect(ids(await shop.column('for-you'))).toEqual(ids(everyone))
    expect(await shop.knows()).not.toContain(GENRE)
    expect(await shop.page.locator('#you-note').innerText()).toContain('Personalisation is off')
  })

  it('picks an item suggestion, a category, and finds its way back', async () => {
    const { page } = shop
    await page.locator('#q').fill('dark kni')
    await page.locator('.suggestion-item').first().click()
    await shop.settled()
    expect((await shop.column('everyone'))[0]?.title).toBe('The Dark Knight')
    await page.locator('#q').fill('horr')
    await page.locator('.suggestion-category').first().click()
    await shop.settled()
    const horror = await shop.column('everyone')
    expect(new Set(horror.map(({ genre }) => genre))).toEqual(new Set(['Horror']))
    await page.goBack()
    await shop.settled()
    expect((await shop.column('everyone'))[0]?.title).toBe('The Dark Knight')
    expect(await page.locator('#q').inputValue()).toBe('The Dark Knight')
  })
})

const ids = (rows: Row[]): string[] => rows.map(({ id }) => id)
const countOf = (rows: Row[], genre: string): number => rows.filter((row) => row.genre === genre).length

/** How much of the page's attention a genre has: each place weighs 1/log2(place + 1), as in DCG. More of it, or higher, is more. */
const prominence = (rows: Row[], genre: string): number =>
  rows.reduce((sum, row, i) => sum + (row.genre === genre ? 1 / Math.log2(i + 2) : 0), 0)
