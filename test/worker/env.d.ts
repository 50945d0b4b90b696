import type { Env as WorkerEnv } from '../../worker/env.ts'

declare global {
  namespace Cloudflare {
    /** What \`env\` of cloudflare:workers is in the tests. */
    interface Env extends WorkerEnv {}
  }
}
