import { expect, it } from 'vitest'
import { readStartOptions } from '../../scripts/start-options.ts'

it('takes flags before the environment, and that before defaults', () => {
  expect(readStartOptions([], {})).toEqual({
    outcome: 'read',
    options: { port: 8787, originPort: 8788, dataFolder: '.nearfield' },
  })
  const env = { NEARFIELD_PORT: '1', NEARFIELD_ORIGIN_PORT: '2', NEARFIELD_DATA: '/env' }
  expect(readStartOptions(['--port', '3'], env)).toMatchObject({
    options: { port: 3, originPort: 2, dataFolder: '/env' },
  })
})

it('shows how it is used', () => {
  expect(readStartOptions(['--help'], {})).toEqual({
    outcome: 'help',
    usage: expect.stringContaining('npm start -- [--port <n>] [--origin-port <n>] [--data <folder>]'),
  })
})

it.each([
  [['--port', '65536'], 'take a number from 0'],
  [['--prot', '1'], 'Flags: --port'],
  [['--port', '8788'], '--port and --origin-port are both 8788: give two different ports.'],
])('explains %j', (args, sentence) => {
  expect(readStartOptions(args, {})).toEqual({ outcome: 'wrong', sentence: expect.stringContaining(sentence) })
})

it('takes any two free ports', () => {
  expect(readStartOptions(['--port', '0', '--origin-port', '0'], {}).outcome).toBe('read')
})
