/** Visitors who clicked a few things: what re-ranking costs, it costs for them. */
import { queries } from './requests.ts'

/** Request headers of `count` visitors with three clicks each; also loads every query into the cache. */
export async function visitorsWithHistory(edge: string, count: number): Promise<string[][]> {
  for (const q of queries)
    await fetch(`${edge}/v1/search?q=${encodeURIComponent(q)}`).then((response) => response.arrayBuffer())
  const visitors: string[][] = []
  for (let i = 0; i < count; i++) {
    const found = await fetch(`${edge}/v1/search?q=${encodeURIComponent(queries[i % queries.length] ?? '')}&limit=3`)
    const { results }: { results: { id: string }[] } = JSON.parse(await found.text())
    const events = results.map((item, n) => ({ id: `bench-${i}-${n}-${Date.now()}`, type: 'clicked', item: item.id }))
    const sent = await fetch(`${edge}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ events }),
    })
    const token = sent.headers.get('x-nearfield-visitor')
    if (token === null) throw new Error(`the edge made no visitor: ${sent.status} ${await sent.text()}`)
    visitors.push([`x-nearfield-visitor: ${token}`])
  }
  await checkPersonal(edge, visitors)
  return visitors
}

/** A search that leaves its visitor out is quick, answers 200, and is not what is measured. @throws Error naming the outcome. */
export async function checkPersonal(edge: string, visitors: string[][]): Promise<void> {
  for (const header of visitors.flat()) {
    const token = header.slice(header.indexOf(': ') + 2)
    const found = await fetch(`${edge}/v1/search?q=love`, { headers: { 'x-nearfield-visitor': token } })
    const { personalisation }: { personalisation?: { outcome: string } } = JSON.parse(await found.text())
    if (personalisation?.outcome !== 'applied') throw new Error(`not personal: ${JSON.stringify(personalisation)}`)
  }
}
