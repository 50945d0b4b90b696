import { cdnSuite } from './cdn-suite.ts'
import { rfcSuite } from './rfc-suite.ts'
import type { Suite, SuiteTest, TestResults } from './suite-format.ts'

type Count = { pass: number; total: number }
export type Score = {
  required: Count
  optimal: Count
  check: Count
  cdn: Count
  vary: Count
  /** Every test that did not pass, with what the suite says about it. */
  notPassed: Map<string, string>
}

/**
 * Counts as the suite does: a test whose dependency did not pass has not passed. `cdn` and `vary` count again, across
 * the kinds, what is about CDN-Cache-Control and Vary; their `check` tests ask a question, so they are left out.
 */
export function scoreOf(suites: readonly Suite[], results: TestResults): Score {
  const tests = suites.flatMap((suite) => suite.tests.map((test) => ({ suite, test })))
  const byId = new Map(tests.map(({ test }) => [test.id, test]))
  const zero = (): Count => ({ pass: 0, total: 0 })
  const score: Score = {
    required: zero(),
    optimal: zero(),
    check: zero(),
    cdn: zero(),
    vary: zero(),
    notPassed: new Map(),
  }
  for (const { suite, test } of tests) {
    if (test.browser_only === true) continue
    const reason = failureOf(test, byId, results)
    if (reason !== undefined) score.notPassed.set(test.id, reason)
    const kind = test.kind ?? 'required'
    // Our own tests are no part of the suite's totals.
    const counts = suite === cdnSuite || suite === rfcSuite ? [] : [score[kind]]
    if (kind !== 'check' && suite.id.startsWith('cdn-')) counts.push(score.cdn)
    if (kind !== 'check' && suite.id.startsWith('vary')) counts.push(score.vary)
    for (const count of counts) {
      count.total += 1
      if (reason === undefined) count.pass += 1
    }
  }
  return score
}

function failureOf(test: SuiteTest, byId: Map<string, SuiteTest>, results: TestResults): string | undefined {
  const result = results[test.id]
  if (result === undefined) return 'not run'
  for (const id of test.depends_on ?? []) {
    const dependency = byId.get(id)
    if (dependency !== undefined && failureOf(dependency, byId, results) !== undefined) return `depends on ${id}`
  }
  return result === true ? undefined : `${result[0]}: ${result[1]}`
}
