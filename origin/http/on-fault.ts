import { isBusy } from '../storage/open.ts'
import { problemReply } from './problem-reply.ts'

/** What no route expected. Another process writing for too long passes by itself; anything else is ours to repair. */
export function onFault(error: Error): Response {
  if (isBusy(error)) return problemReply('unavailable', 'the data file is busy; try again', { 'retry-after': '1' })
  console.error(error)
  return problemReply('internal', 'the fault was logged at the origin')
}
