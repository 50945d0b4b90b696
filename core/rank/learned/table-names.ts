import type { Schema } from '#core/rank/features/fields'
import { featureTable } from '#core/rank/features/table'

/** The columns' names as model files write them, where a space ends a name. */
export const tableNames = (schema: Schema): string[] =>
  featureTable(schema).map(({ name }) => name.replaceAll(/\s/g, '_'))
