/**
 * One CSV record, fed line by line (RFC 4180). A quote opens a quoted field only at the field's beginning; elsewhere it
 * is a letter like any other (`5" pipe`). Inside, two quotes are one, and line breaks belong to the text.
 */
export type CsvRecord = { fields: string[]; field: string; quoted: boolean }

/** `open`: the record goes on in the next line. */
export type FedLine = { state: 'open' } | { state: 'whole'; fields: string[] } | { state: 'malformed'; reason: string }

export const newRecord = (): CsvRecord => ({ fields: [], field: '', quoted: false })

/** Continues `record` with the text of the next line, which has no line break any more. */
export function feedLine(record: CsvRecord, line: string, delimiter: string): FedLine {
  let at = 0
  if (record.quoted) {
    record.field += '\n'
    const closed = takeQuoted(record, line, at)
    if (closed === null) return { state: 'open' }
    at = closed
  }
  for (;;) {
    if (!record.quoted && line[at] === '"') {
      record.quoted = true
      const closed = takeQuoted(record, line, at + 1)
      if (closed === null) return { state: 'open' }
      at = closed
    } else if (!record.quoted) {
      const end = line.indexOf(delimiter, at)
      record.field = line.slice(at, end === -1 ? line.length : end)
      at = end === -1 ? line.length : end
    }
    record.fields.push(record.field)
    record.field = ''
    record.quoted = false
    if (at >= line.length) return { state: 'whole', fields: record.fields }
    if (line[at] !== delimiter)
      return { state: 'malformed', reason: `a closing quote is followed by ${JSON.stringify(line[at])}` }
    at++
  }
}

/** Reads up to the closing quote and returns the place behind it, or null when the line ends before. */
function takeQuoted(record: CsvRecord, line: string, start: number): number | null {
  let at = start
  for (;;) {
    const quote = line.indexOf('"', at)
    if (quote === -1) {
      record.field += line.slice(at)
      return null
    }
    record.field += line.slice(at, quote)
    if (line[quote + 1] !== '"') return quote + 1
    record.field += '"'
    at = quote + 2
  }
}
