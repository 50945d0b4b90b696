import { cloudflareTest } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'

const testSecrets = {
  ORIGIN_SECRET: 'origin-secret-of-the-tests-0123456789abcdef',
  IDENTITY_SECRET: 'identity-secret-of-the-tests-0123456789abcdef',
  ADMIN_TOKEN: 'admin-token-of-the-tests-0123456789abcdef',
}

// wrangler reads required secrets from the environment; without them it warns, and with them says so once a test file.
Object.assign(process.env, testSecrets)
process.env.WRANGLER_LOG ??= 'warn'

export default defineConfig({
  test: {
    // Log lines are expected of tests that break things: only those of a test that fails are of use.
    silent: 'passed-only',
    projects: [
      {
        test: {
          name: 'node',
          include: ['test/{core,origin,scripts,bench,eval,public}/**/*.test.ts'],
          environment: 'node',
        },
      },
      {
        plugins: [
          cloudflareTest(({ inject }) => ({
            wrangler: { configPath: './wrangler.jsonc' },
            // Verbose, workerd reports every refused connection, also of tests that refuse it. Its errors stay.
            verbose: false,
            miniflare: {
              // A busy machine must not turn a personal answer into a shared one where a test expects it.
              bindings: { ORIGIN_URL: inject('originUrl'), SESSION_DEADLINE_MS: '5000' },
              cf: false,
            },
          })),
        ],
        test: {
          name: 'workerd',
          include: ['test/{worker,durable-objects}/**/*.test.ts'],
          testTimeout: 30_000,
          globalSetup: ['test/real-origin.ts', 'test/fakes/cache-setup.ts'],
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/e2e/product.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
