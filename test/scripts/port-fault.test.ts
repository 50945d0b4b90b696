import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { asNobody } from '../origin/as-nobody.ts'

const unprivileged = Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8'))

it.runIf(unprivileged > 443)('says that a port needs privileges, and not that it is in use', () => {
  const module = new URL('../../scripts/port-fault.ts', import.meta.url).href
  const script = `import { portFault } from ${JSON.stringify(module)}; console.log(await portFault(443, '--port'))`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    ...asNobody(),
    encoding: 'utf8',
  })
  expect(stdout).toBe(
    'Port 443 needs privileges that this user does not have (EACCES): choose one from 1024 on with --port.\n',
  )
})
