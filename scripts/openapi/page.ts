/** The API for people: one page without scripts, from the same table as the document. */
import { operations, type Operation } from './paths.ts'

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

export function apiPage(): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Nearfield: the API</title>
<link rel="stylesheet" href="/styles/base.css">
<link rel="stylesheet" href="/styles/reference.css">
<main class="reference">
<h1>The API</h1>
<p>Machines read <a href="/openapi.json">openapi.json</a>. Errors are RFC 9457 problems; limits are told in <code>RateLimit</code>.
A visitor is a cookie, or the header <code>x-nearfield-visitor</code>. Operators send <code>authorization: Bearer …</code>.</p>
${operations.map(section).join('\n')}
</main>
</html>
`
}

function section({ path, method, says, parameters = [], operator }: Operation): string {
  const rows = parameters.map(({ name, says: about }) => `<dt><code>${name}</code></dt><dd>${escaped(about)}</dd>`)
  return `<section>
<h2><code>${method.toUpperCase()} ${escaped(path)}</code></h2>
<p>${escaped(says)}${operator ? ' (operators)' : ''}.</p>
${rows.length > 0 ? `<dl>${rows.join('')}</dl>` : ''}
</section>`
}
