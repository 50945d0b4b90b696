import { basename } from 'node:path'
import * as v from 'valibot'
import { isMap, isNode, isPair, LineCounter, type Document, parseDocument } from 'yaml'
import { catalogueDefinition, type CatalogueDefinition } from './definition.ts'

/** Where a path of the file is, and what it says: `movies.yaml:5: price "cost"`. */
export type Place = (path: string[], said: string) => string

export type DefinitionOutcome =
  /** `place` is for faults that only the rows show. */
  | { outcome: 'read'; definition: CatalogueDefinition; place: Place }
  /** One sentence a fault: `movies.yaml:12: facets.2.affinity: expected a number from 0 to 1, found "high"`. */
  | { outcome: 'broken'; faults: string[] }

/** Reads a catalogue file (YAML, of which JSON is a part). Faults name file, line and field. */
export function readDefinition(text: string, file: string): DefinitionOutcome {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' })
  const at = (offset: number, fault: string): string => `${basename(file)}:${lines.linePos(offset).line}: ${fault}`
  if (document.errors.length > 0) {
    return { outcome: 'broken', faults: document.errors.map((error) => at(error.pos[0], error.message)) }
  }
  const result = v.safeParse(catalogueDefinition, document.toJS({ maxAliasCount: 100 }))
  if (result.success) {
    const place: Place = (path, said) => at(offsetOf(document, path), `${path.join('.')} ${JSON.stringify(said)}`)
    return { outcome: 'read', definition: result.output, place }
  }
  const faults = result.issues.map((issue) => {
    const path = (issue.path ?? []).map((step) => String(step.key))
    return at(offsetOf(document, path), describe(issue, path))
  })
  return { outcome: 'broken', faults }
}

function describe(issue: v.BaseIssue<unknown>, path: string[]): string {
  const field = path.join('.')
  const known = Object.keys(catalogueDefinition.entries).join(', ')
  if (path.length === 0) return `expected a catalogue: ${known}`
  if (issue.type === 'strict_object') {
    if (issue.expected === 'never')
      return `${field}: not a known name${path.length === 1 ? `; expected one of ${known}` : ''}`
    if (issue.received === 'undefined') return `${field}: missing`
  }
  const found = issue.input === undefined ? '' : `, found ${JSON.stringify(issue.input)?.slice(0, 60)}`
  return `${field}: ${issue.message}${found}`
}

/** Where the deepest part of `path` that the file has begins; a missing field is reported at its parent. */
function offsetOf(document: Document, path: string[]): number {
  for (let depth = path.length; depth > 0; depth--) {
    const parent = depth === 1 ? document.contents : document.getIn(path.slice(0, depth - 1), true)
    if (!isMap(parent)) {
      const node = document.getIn(path.slice(0, depth), true)
      if (isNode(node) && node.range) return node.range[0]
      continue
    }
    const pair = parent.items.find((item) => isPair(item) && String(item.key) === path[depth - 1])
    if (pair && isNode(pair.key) && pair.key.range) return pair.key.range[0]
  }
  return document.contents?.range?.[0] ?? 0
}
