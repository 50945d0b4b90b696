/**
 * Waits for `promise` at most `ms`. The promise itself is left alone: whoever started it owns its end, so a late
 * rejection is marked as handled here.
 */
export async function withDeadline<T>(
  promise: Promise<T>,
  ms: number,
): Promise<{ outcome: 'in-time'; value: T } | { outcome: 'late' }> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<{ outcome: 'late' }>((resolve) => {
    timer = setTimeout(() => resolve({ outcome: 'late' }), ms)
  })
  try {
    return await Promise.race([promise.then((value) => ({ outcome: 'in-time' as const, value })), late])
  } finally {
    if (timer !== undefined) clearTimeout(timer)
  }
}
