import { defineConfig } from 'vitest/config'
import { cloudflareTest } from '@cloudflare/vitest-plugin'

const testSecrets = {
  ORIGIN_SECRET: 'origin-secret-of-the-tests-0123456789abcdef',
  IDENTITY_SECRET: 'identity-secret-of-the-tests-0123456789abcdef',
  ADMIN_TOKEN: 'admin-token-of-the-tests-0123456789abcdef',
}

// wrangler reads required secrets from the environment; without them it warns.
Object.assign(process.env, testSecrets)

export default defineConfig({
  test: {
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
          cloudflareTest({
            wrangler: { configPath: './wrangler.jsonc' },
          }),
        ],
        test: { name: 'workerd', include: ['test/{worker,durable-objects}/**/*.test.ts'] },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
