import { describe, expect, it } from 'vitest'
import { readServerOptions } from '../../origin/server-options.ts'

const secret = 'a-secret-of-the-tests-0123456789abcdef'

describe('readServerOptions', () => {
  it('has defaults, but none for the secret', () => {
    expect(readServerOptions([], { ORIGIN_SECRET: secret })).toEqual({
      outcome: 'read',
      options: {
        dataFolder: '.nearfield',
        access: { kind: 'secret', secret },
        host: '127.0.0.1',
        port: 8788,
        edge: undefined,
      },
    })
    expect(readServerOptions([], {})).toMatchObject({
      outcome: 'wrong',
      sentence: expect.stringContaining('Set ORIGIN_SECRET'),
    })
    expect(readServerOptions([], { ORIGIN_SECRET: '' })).toMatchObject({ outcome: 'wrong' })
  })
  it('takes an empty folder for none', () => {
    const env = { ORIGIN_SECRET: secret, NEARFIELD_DATA: '' }
    expect(readServerOptions(['--data', ''], env)).toMatchObject({ options: { dataFolder: '.nearfield' } })
  })
  it('shows how it is used', () => {
    expect(readServerOptions(['--help'], {})).toEqual({
      outcome: 'help',
      usage: expect.stringContaining('npm run origin -- [--data <folder>]'),
    })
  })
  it('opens without a secret only when told', () => {
    expect(readServerOptions(['--local'], {})).toMatchObject({ options: { access: { kind: 'open' } } })
  })
  it('takes flags before the environment', () => {
    const env = { ORIGIN_SECRET: secret, NEARFIELD_DATA: '/env', NEARFIELD_ORIGIN_PORT: '1' }
    expect(readServerOptions([], env)).toMatchObject({ options: { dataFolder: '/env', port: 1 } })
    const flags = ['--data', '/flag', '--origin-port', '2', '--host', '0.0.0.0']
    expect(readServerOptions(flags, env)).toMatchObject({ options: { dataFolder: '/flag', port: 2, host: '0.0.0.0' } })
  })
  it.each([
    [['--origin-port', 'x'], '--origin-port takes a number from 0 to 65535, not "x"'],
    [['--origin-port', '65536'], '--origin-port takes a number'],
    [['--origin-port'], '--origin-port'],
    [['--prot', '1'], '--prot'],
  ])('explains %j', (flags, sentence) => {
    expect(readServerOptions(flags, { ORIGIN_SECRET: secret })).toMatchObject({
      outcome: 'wrong',
      sentence: expect.stringContaining(sentence),
    })
  })
  it('takes the edge to tell of changes, and its token', () => {
    const env = { ORIGIN_SECRET: secret, EDGE_URL: 'https://shop.example.com/' }
    expect(readServerOptions([], { ...env, ADMIN_TOKEN: 't' })).toMatchObject({
      options: { edge: { url: 'https://shop.example.com', token: 't' } },
    })
    expect(readServerOptions([], env)).toMatchObject({
      outcome: 'wrong',
      sentence: 'EDGE_URL needs the ADMIN_TOKEN of the edge in the environment.',
    })
    expect(readServerOptions([], { ...env, EDGE_URL: 'shop' })).toMatchObject({
      outcome: 'wrong',
      sentence: expect.stringContaining('EDGE_URL shop: expected'),
    })
  })
  it('refuses a short secret', () => {
    expect(readServerOptions([], { ORIGIN_SECRET: 'short' })).toMatchObject({
      outcome: 'wrong',
      sentence: expect.stringContaining('at least 32 characters'),
    })
  })
})
