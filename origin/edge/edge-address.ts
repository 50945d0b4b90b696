import type { EdgeToPurge } from './purge-edge.ts'

type EdgeOutcome = { outcome: 'read'; edge: EdgeToPurge | undefined } | { outcome: 'wrong'; sentence: string }

/** @param given.name the flag or setting that the address comes from, for the sentence */
export function readEdge(given: { name: string; address: string | undefined; token: string | undefined }): EdgeOutcome {
  const { name, address, token } = given
  if (address === undefined || address === '') return { outcome: 'read', edge: undefined }
  if (!/^https?:\/\/[^\s?#]+$/.test(address) || !URL.canParse(address)) {
    return wrong(`${name} ${address}: expected the edge's address, such as https://shop.example.com`)
  }
  if (token === undefined || token === '') return wrong(`${name} needs the ADMIN_TOKEN of the edge in the environment.`)
  return { outcome: 'read', edge: { url: address.replace(/\/+$/, ''), token } }
}

const wrong = (sentence: string): EdgeOutcome => ({ outcome: 'wrong', sentence })
