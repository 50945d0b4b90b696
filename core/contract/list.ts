/** Lists inside one parameter: items between commas. A comma or backslash of an item is written `\,` or `\\`. */
import type { Parsed } from './parse.ts'

/** Splits at unescaped commas and takes the escapes away. An empty text is an empty list. */
export function splitList(text: string): Parsed<string[]> {
  if (text === '') return { outcome: 'parsed', value: [] }
  const items = ['']
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i)
    if (character === ',') {
      items.push('')
      continue
    }
    if (character === '\\') {
      i++
      if (text[i] !== ',' && text[i] !== '\\') {
        return { outcome: 'rejected', detail: 'a backslash must be followed by a comma or a backslash' }
      }
    }
    items[items.length - 1] += text.charAt(i)
  }
  return { outcome: 'parsed', value: items }
}

/** The inverse of `splitList`, for items that are not empty. */
export function joinList(items: readonly string[]): string {
  return items.map((item) => item.replace(/[,\\]/g, '\\$&')).join(',')
}
