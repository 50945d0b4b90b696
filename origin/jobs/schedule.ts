/** Calls `work` every `ms`; the returned function stops it. */
export type Every = (ms: number, work: () => void) => () => void

type Schedule = {
  everyMs: number
  every: Every
  /** What the rebuild depends on, in short: while it stays the same there is nothing to do. */
  stamp: () => Promise<string>
  rebuild: () => Promise<void>
  onFailed: (error: unknown) => void
}

/** Rebuilds when something changed since the last time, never two at once. A failed one is tried again the next time. */
export function scheduleRebuilds({ everyMs, every, stamp, rebuild, onFailed }: Schedule): () => void {
  let built: string | null = null
  let running = false
  const look = async (): Promise<void> => {
    if (running) return
    running = true
    try {
      const now = await stamp()
      if (now !== built) {
        await rebuild()
        built = now
      }
    } catch (error) {
      onFailed(error)
    } finally {
      running = false
    }
  }
  return every(everyMs, () => void look())
}

/** Does not keep the process alive. */
export const everyInterval: Every = (ms, work) => {
  const timer = setInterval(work, ms)
  timer.unref()
  return () => clearInterval(timer)
}
