/** RFC 9457 problem details: one row per fault, with a stable type. */

/** Stable identifiers; clients switch on `type`. */
export const PROBLEM_BASE = 'https://nearfield.dev/problems/'

const titles = {
  'bad-request': [400, 'The request is not what this route takes'],
  unauthorised: [401, 'This route needs a valid credential'],
  'not-found': [404, 'There is nothing here'],
  'method-not-allowed': [405, 'This route does not take that method'],
  'too-large': [413, 'The request is too large'],
  'unsupported-media-type': [415, 'The body has a type that this route does not read'],
  'unprocessable-events': [422, 'No event of the batch could be accepted'],
  'quota-exceeded': [429, 'Too many requests'],
  internal: [500, 'Something broke on our side'],
  unavailable: [503, 'The service cannot answer right now'],
} as const

export type ProblemCode = keyof typeof titles
export type ProblemStatus = (typeof titles)[ProblemCode][0]

export type Problem = {
  type: string
  title: string
  status: ProblemStatus
  /** What was wrong, and what would be right. */
  detail: string
  [extension: string]: unknown
}

/** Builds the problem of `code`; `extensions` are added as they are (RFC 9457 section 3.2). */
export function problem(code: ProblemCode, detail: string, extensions: Record<string, unknown> = {}): Problem {
  const [status, title] = titles[code]
  return { ...extensions, type: PROBLEM_BASE + code, title, status, detail }
}
