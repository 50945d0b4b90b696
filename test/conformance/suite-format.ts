/** What the suite's modules export, as far as it is read here. */
export type SuiteTest = {
  id: string
  name: string
  kind?: 'required' | 'optimal' | 'check'
  depends_on?: string[]
  cdn_only?: boolean
  browser_only?: boolean
}
export type Suite = { id: string; name: string; tests: SuiteTest[] }
/** `true`, or the kind and the text of what went wrong. */
export type TestResults = Record<string, true | [kind: string, message: string]>
