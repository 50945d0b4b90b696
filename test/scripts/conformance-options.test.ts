import { expect, it } from 'vitest'
import { readConformanceOptions } from '../../scripts/conformance-options.ts'

const read = (line: string) => readConformanceOptions(line === '' ? [] : line.split(' '))

it.each([
  ['', { mode: 'suite', port: 8401, json: false }],
  ['--json --port 9000', { mode: 'suite', port: 9000, json: true }],
  ['--proxy-only --origin http://127.0.0.1:8400', { mode: 'proxy', port: 8401, origin: 'http://127.0.0.1:8400' }],
  ['--proxy-only --origin http://h:1/base// --port 1', { mode: 'proxy', port: 1, origin: 'http://h:1/base' }],
])('reads %j', (line, options) => {
  expect(read(line)).toEqual({ outcome: 'read', options })
})

it.each([
  ['--proxy-only', '--proxy-only needs --origin'],
  ['--proxy-only --origin 127.0.0.1:8400', '--proxy-only needs --origin'],
  ['--proxy-only --origin ftp://h', '--proxy-only needs --origin'],
  ['--proxy-only --origin http://h:99999', '--proxy-only needs --origin'],
  ['--proxy-only --origin http://h/?a=1', '--proxy-only needs --origin'],
  ['--origin http://127.0.0.1:8400', '--origin is for --proxy-only'],
  ['--port 0', '--port takes'],
  ['--port 65536', '--port takes'],
  ['--port abc', '--port takes'],
  ['--poxy-only', "Unknown option '--poxy-only'"],
])('refuses %j with a sentence and the usage', (line, sentence) => {
  const answer = read(line)
  expect(answer.outcome === 'wrong' && answer.sentence.startsWith(sentence)).toBe(true)
  expect(answer.outcome === 'wrong' && answer.sentence.endsWith('[--port 8401]')).toBe(true)
})
