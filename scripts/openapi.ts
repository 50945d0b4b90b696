/** `npm run openapi`: writes the API's description, for machines and for people, among the static files. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openApiDocument } from './openapi/document.ts'
import { apiPage } from './openapi/page.ts'

const folder = join(import.meta.dirname, '..', 'public')
writeFileSync(join(folder, 'openapi.json'), `${JSON.stringify(openApiDocument(), null, 1)}\n`)
writeFileSync(join(folder, 'docs.html'), apiPage())
