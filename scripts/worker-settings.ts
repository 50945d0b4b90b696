/** The Worker's settings that `npm start` takes from the environment: see the table in docs/OPERATIONS.md. */
const NAMES = [
  'ALLOWED_ORIGINS',
  'LIMITS',
  'REDIS_TOKEN',
  'REDIS_URL',
  'RETENTION_DAYS',
  'SESSION_DEADLINE_MS',
  'UPSTREAMS',
]

export function workerSettings(env: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(NAMES.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])))
}
