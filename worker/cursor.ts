/** A page's cursor: where it starts, in a form that clients cannot mistake for something to compute with. */

const MAX_OFFSET = 10_000

/** `explored`: the candidate that an earlier page gave the explored place to, so that it is not shown twice. */
export type Cursor = { offset: number; explored?: number | undefined }

export function encodeCursor({ offset, explored }: Cursor): string {
  return btoa(explored === undefined ? `o${offset}` : `o${offset}x${explored}`).replaceAll('=', '')
}

/** The first page for an empty cursor; undefined for a text that encodeCursor never made. */
export function decodeCursor(text: string): Cursor | undefined {
  if (text === '') return { offset: 0 }
  if (!/^[A-Za-z0-9]{2,16}$/.test(text) || text.length % 4 === 1) return undefined
  const [, offset, explored] = /^o(\d{1,5})(?:x(\d{1,3}))?$/.exec(atob(text)) ?? []
  if (offset === undefined || Number(offset) > MAX_OFFSET) return undefined
  const cursor = { offset: Number(offset), explored: explored === undefined ? undefined : Number(explored) }
  return encodeCursor(cursor) === text ? cursor : undefined
}
