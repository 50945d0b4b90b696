/** One request to whichever of an upstream's origins is best, and what came of it. A call never rejects. */

export type Purpose =
  /** Somebody waits for it. */
  | 'visitor'
  /** Nobody does: a refresh behind an answer. */
  | 'background'

export type OriginCall<T> = {
  /** Path and query. */
  readonly path: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: ReadableStream | null
  readonly purpose: Purpose
  /** It is safe and has no body: it may be sent a second time. */
  readonly repeatable: boolean
  /**
   * Takes what is needed of the answer, within the deadline. What it leaves unread can still be read afterwards, for as
   * long as the reader likes: a large download is not cut off.
   */
  readonly receive: (response: Response) => Promise<T>
}

export type Called<T> =
  | { outcome: 'replied'; status: number; value: T; originMs: number }
  | { outcome: 'timeout'; originMs: number }
  | { outcome: 'failed'; cause: unknown; originMs: number }
  /** There was no place for it: nobody was asked. */
  | { outcome: 'crowded'; originMs: 0 }

export type OriginCaller = { call<T>(call: OriginCall<T>): Promise<Called<T>> }
