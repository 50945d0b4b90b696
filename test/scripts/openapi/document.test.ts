import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openApiDocument } from '../../../scripts/openapi/document.ts'
import { apiPage } from '../../../scripts/openapi/page.ts'

const root = join(import.meta.dirname, '../../..')
const text = (...path: string[]) => readFileSync(join(root, ...path), 'utf8')
const document = openApiDocument()

it('the files that are served are what the table says now: npm run openapi', () => {
  expect(JSON.parse(text('public', 'openapi.json'))).toEqual(JSON.parse(JSON.stringify(document)))
  expect(text('public', 'docs.html')).toBe(apiPage())
})

it('has every route of the Worker, and no other', () => {
  const table = text('worker', 'app.ts').matchAll(/^ {2}\['([A-Z]+)', '([^']+)'/gm)
  const routes = [...table].map(([, method, path]) => `${method} ${path?.replace(/:(\w+)/, '{$1}')}`)
  const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(documented.sort()).toEqual(routes.sort())
})

describe('references', () => {
  it('all lead to a schema', () => {
    const used = new Set(
      [...JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name),
    )
    expect([...used].filter((name) => !(name !== undefined && name in document.components.schemas))).toEqual([])
  })
})
