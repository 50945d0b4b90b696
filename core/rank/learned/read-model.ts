/**
 * Reads a model that somebody trained elsewhere, for the columns of our table: LightGBM's text or JSON, columns in any
 * order and any subset. A column that the table does not have is refused: it could never be served.
 */
import { TreeFormatError, type TreeModel } from '#core/rank/trees/model'
import { readDumpModel } from '#core/rank/trees/read-dump'
import { readTextModel } from '#core/rank/trees/read-text'

/** @throws TreeFormatError that says what can not be served. */
export function readModelFor(names: readonly string[], file: string): TreeModel {
  const model = file.trimStart().startsWith('{') ? readDumpModel(parseDump(file)) : readTextModel(file)
  const places = new Map(names.map((name, place) => [name, place]))
  const columns = model.featureNames.map((name) => {
    const place = places.get(name)
    if (place === undefined) throw new TreeFormatError(`The feature table has no column "${name.slice(0, 80)}".`)
    return place
  })
  const trees = model.trees.map((tree) => ({
    ...tree,
    splitFeature: Array.from(tree.splitFeature, (feature) => columns[feature]!),
  }))
  return { ...model, featureNames: [...names], trees }
}

function parseDump(file: string): unknown {
  try {
    return JSON.parse(file)
  } catch (error) {
    if (error instanceof SyntaxError) throw new TreeFormatError(`Not a model: ${error.message}`)
    throw error
  }
}
