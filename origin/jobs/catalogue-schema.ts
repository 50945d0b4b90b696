import { GIVEN, fieldsOfItem } from '#core/rank/features/catalogue-fields'
import { inferSchema, type FieldValues, type Schema } from '#core/rank/features/fields'
import type { Ports } from '../ports.ts'

const SCHEMA_ITEMS = 5_000

/**
 * The fields of the catalogue as the features see them, whether their items were shown yet or not. Counting and training
 * both take them from here: counts fill a model's columns only if they are the same, in the same order.
 */
export async function catalogueSchema({ catalogue }: Pick<Ports, 'catalogue'>): Promise<Schema> {
  const fields: FieldValues[] = []
  for await (const item of catalogue.all()) if (fields.push(fieldsOfItem(item)) === SCHEMA_ITEMS) break
  return inferSchema(fields, GIVEN)
}
