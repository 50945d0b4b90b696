/** What test/fakes/cache-setup.ts provides to the tests in workerd. */
import 'vitest'

declare module 'vitest' {
  export interface ProvidedContext {
    faultyOriginUrl: string
    redis: { url: string; token: string } | undefined
  }
}
