/** What test/fakes/redis-setup.ts provides to the tests in workerd. */
import 'vitest'

declare module 'vitest' {
  export interface ProvidedContext {
    redis: { url: string; token: string } | undefined
  }
}
