import { describe, expect, it } from 'vitest'
import { cleanList, cleanNumber, cleanStock, cleanText } from '../../../origin/catalog/values.ts'

const same = (text: string): string => text

describe('text', () => {
  it.each([
    [1776, '1776'],
    [true, 'true'],
    ['  a \t\n b\u0000c ', 'a b c'],
    ['e\u0301', 'é'],
    ['\ud800x', '\ufffdx'],
    ['', null],
    [' \n', null],
    [null, null],
    [undefined, null],
    [{}, null],
    [['a'], null],
  ])('%j is %j', (value, text) => {
    expect(cleanText(value, same)).toBe(text)
  })
})

describe('list', () => {
  it.each([
    ['a|b| a |', '|', ['a', 'b']],
    ['a|b', undefined, ['a|b']],
    [['a', 1, null, {}, 'a'], undefined, ['a', '1']],
    [7, '|', ['7']],
    [null, '|', []],
  ])('%j cut at %j is %j', (value, separator, list) => {
    expect(cleanList(value, { separator, repair: same })).toEqual(list)
  })
})

describe('number', () => {
  it.each([
    [1.5, 1.5],
    ['1.5', 1.5],
    [' $1,299.00 ', 1299],
    ['-3', -3],
    ['1,5', null],
    ['1e5', null],
    ['0x10', null],
    ['12 apples', null],
    ['', null],
    [Number.NaN, null],
    [Number.POSITIVE_INFINITY, null],
    [true, null],
  ])('%j is %j', (value, number) => {
    expect(cleanNumber(value)).toBe(number)
  })
})

describe('stock', () => {
  it.each([
    [true, true],
    ['false', false],
    ['In stock', true],
    ['sold out', false],
    [0, false],
    ['12', true],
    [-1, false],
    ['perhaps', null],
    [null, null],
  ])('%j is %j', (value, stock) => {
    expect(cleanStock(value)).toBe(stock)
  })
})
