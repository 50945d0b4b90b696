/** One small hotel log in the many spellings that logs come in: each must be read, learned from, and judged. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { run } from '../../../eval/rerank.ts'
import { hotelLog } from './hotel-log.ts'

type Event = Record<string, unknown>
type Quality = { ndcg10: number; mrr: number }

const folder = mkdtempSync(join(tmpdir(), 'nearfield-odd-'))
const base: Event[] = hotelLog(5, 300, { secondTimes: false }).map((line): Event => JSON.parse(line))

async function judged(name: string, events: readonly Event[], args: string[] = []) {
  const path = join(folder, `${name.replaceAll(/\W/g, '-')}.jsonl`)
  writeFileSync(path, events.map((event) => JSON.stringify(event)).join('\n'))
  const result = await run([path, '--target', 'clickout item', ...args], () => undefined)
  const qualityOf = (order: string) => (result[order] as Quality).mrr
  return {
    rankings: result.rankings,
    shown: qualityOf('shown'),
    session: qualityOf('session'),
    model: qualityOf('model'),
  }
}

const without =
  (...names: string[]) =>
  (event: Event) =>
    Object.fromEntries(Object.entries(event).filter(([name]) => !names.includes(name)))
const onlyOn = (kind: string, change: (event: Event) => Event) => (event: Event) =>
  event.event === kind ? change(event) : event
const withFields = (extra: (event: Event) => object[]) =>
  onlyOn('item', (event) => ({ ...event, fields: [...(event.fields as object[]), ...extra(event)] }))
const asText = (value: unknown) => (typeof value === 'number' ? String(value) : value)

const SPELLINGS: [string, (event: Event) => Event][] = [
  ['as it is', (event) => event],
  ['no user', without('user')],
  ['no session, the user stands for it', without('session')],
  [
    'the user only on lists, the session only elsewhere',
    (event) => without(event.event === 'ranking' ? 'user' : 'none')(event),
  ],
  ['interactions that name no list', onlyOn('interaction', without('ranking'))],
  [
    'items that are never declared',
    (event) => (event.event === 'item' ? { ...event, event: 'user', user: 'nobody' } : event),
  ],
  ['items without a time', onlyOn('item', without('timestamp'))],
  ['ISO times', (event) => ({ ...event, timestamp: new Date(Number(event.timestamp)).toISOString() })],
  ['times as text', (event) => ({ ...event, timestamp: asText(event.timestamp) })],
  [
    'booleans, texts, dates, nested and empty values',
    withFields((event) => [
      { name: 'open', value: Number(event.item) % 2 === 0 },
      { name: 'about', value: `a quiet house with ${String(event.item)} rooms by the sea` },
      { name: 'built', value: '1999-04-05' },
      { name: 'place', value: { lat: 1, lon: 2 } },
      { name: 'empty', value: null },
      { name: 'gone' },
      {},
    ]),
  ],
  [
    'fields as an object, prices as text',
    (event) => {
      const items = (event.items as { id: string; fields: { name: string; value: number }[] }[] | undefined)?.map(
        (item) => ({
          id: item.id,
          fields: Object.fromEntries(item.fields.map(({ name, value }) => [name, String(value)])),
        }),
      )
      return items === undefined ? event : { ...event, items, fields: { device: 'mobile' } }
    },
  ],
]

describe('a log where what was opened gets booked', () => {
  it.each(SPELLINGS)('%s', { timeout: 30_000 }, async (name, spell) => {
    const { rankings, shown, session, model } = await judged(name, base.map(spell))
    expect(rankings).toBe(60)
    expect(session).toBeGreaterThan(shown + 0.15)
    expect(model).toBeGreaterThan(session - 0.02)
  })

  it('in any order, gzipped, with broken and unknown lines between', { timeout: 30_000 }, async () => {
    const expected = await judged('sorted', base)
    const lines = base.toSorted((a, b) => Number(a.item) - Number(b.item)).map((event) => JSON.stringify(event))
    const odd = ['{"event":"sale","timestamp":5}', 'null', '[]', '{"event":"ranking"', '', '  ']
    const path = join(folder, 'shuffled.jsonl.gz')
    writeFileSync(path, gzipSync([...odd, ...lines].join('\r\n')))
    const printed: string[] = []
    const result = await run([path, '--target', 'clickout item'], (line) => printed.push(line))
    expect(printed[0]).toBe('4 malformed lines skipped, first: line 1: unknown event sale')
    expect((result.session as Quality).mrr).toBeCloseTo(expected.session, 10)
  })

  it('ids that a double would mix up', { timeout: 30_000 }, async () => {
    const long = (id: unknown) => `900719925474${String(id).padStart(8, '0')}`
    const lines = base.map((event) => {
      const items = event.items as { id: string }[] | undefined
      const named = { ...event, ...(items && { items: items.map((item) => ({ ...item, id: long(item.id) })) }) }
      const text = JSON.stringify('item' in named ? { ...named, item: long(named.item) } : named)
      return text.replaceAll(/"(900719925474\d{8})"/g, '$1')
    })
    const path = join(folder, 'long.jsonl')
    writeFileSync(path, lines.join('\n'))
    const result = await run([path, '--target', 'clickout item'], () => undefined)
    expect((result.session as Quality).mrr).toBeCloseTo((await judged('short', base)).session, 10)
  })

  it(
    '--last takes the last list of each session, told by its name or by half an hour of silence',
    { timeout: 30_000 },
    async () => {
      const twice = base.flatMap((event) =>
        event.event === 'ranking'
          ? [{ ...event, id: `${String(event.id)} again`, timestamp: Number(event.timestamp) - 1 }, event]
          : [event],
      )
      const both = twice.flatMap((event) =>
        event.type === 'clickout item' ? [event, { ...event, ranking: `${String(event.ranking)} again` }] : [event],
      )
      expect((await judged('all', both)).rankings).toBe(120)
      expect((await judged('last', both, ['--last'])).rankings).toBe(60)
    },
  )
})

describe('what can not be judged is said in a sentence', () => {
  const refusal = async (lines: string[], args: string[] = []) => {
    const path = join(folder, 'refused.jsonl')
    writeFileSync(path, lines.join('\n'))
    return run([path, ...args], () => undefined).then(
      () => 'no refusal',
      (error: Error) => error.message.replace(path, 'LOG'),
    )
  }
  const lines = base.map((event) => JSON.stringify(event))
  it('an empty log', async () => {
    expect(await refusal([])).toBe('LOG has no ranking event: there is no list to put in order.')
  })
  it('no interaction', async () => {
    expect(await refusal(lines.filter((line) => !line.includes('interaction')))).toBe(
      'LOG has no interaction event: nothing says which order is good.',
    )
  })
  it('a target that nobody did', async () => {
    const clicks = lines.filter((line) => line.includes('clickout')).slice(0, 3)
    const searches = lines.filter((line) => line.includes('search for')).slice(0, 2)
    const lists = lines.filter((line) => line.includes('"ranking","id"')).slice(0, 3)
    expect(await refusal([...clicks, ...searches, ...lists], ['--target', 'buy'])).toMatch(
      /^No interaction is of type "buy"; this log has "[^"]+" \(\d\), "[^"]+" \(\d\)\.$/,
    )
  })
  it('a gzip file that is cut short', async () => {
    const path = join(folder, 'cut.jsonl.gz')
    writeFileSync(path, gzipSync(lines.join('\n')).subarray(0, 5_000))
    await expect(run([path], () => undefined)).rejects.toThrow(/cut\.jsonl\.gz can not be read beyond line \d+/)
  })
})
