/** The dependency direction of the architecture, as a graph check. */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'core-is-pure',
      comment:
        'core imports nothing outside core (valibot: docs/decisions/003, structured-headers: docs/decisions/030).',
      severity: 'error',
      from: { path: '^core/' },
      to: { pathNot: ['^core/', 'node_modules/valibot', '^structured-headers$'] },
    },
    {
      name: 'durable-objects-see-core-only',
      severity: 'error',
      from: { path: '^durable-objects/' },
      to: { path: '^(worker|origin|scripts|bench|eval|test)/' },
    },
    {
      name: 'origin-sees-core-only',
      severity: 'error',
      from: { path: '^origin/' },
      to: { path: '^(worker|durable-objects|bench|eval|test)/' },
    },
    {
      name: 'worker-sees-durable-objects-by-type',
      comment: 'Only the entry re-exports the classes; env.ts names their types for the bindings.',
      severity: 'error',
      from: { path: '^worker/', pathNot: '^worker/(index|env)\\.ts$' },
      to: { path: '^durable-objects/' },
    },
    {
      name: 'worker-never-sees-origin',
      severity: 'error',
      from: { path: '^worker/' },
      to: { path: '^(origin|scripts|bench|eval|test)/' },
    },
    {
      name: 'cache-and-origin-client-below-routes',
      severity: 'error',
      from: { path: '^worker/(cache|origin-client)/' },
      to: { path: '^worker/(routes|middleware|app|index)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'] },
  },
}
