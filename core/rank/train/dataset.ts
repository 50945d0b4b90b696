/** Rows of features in groups (one group = one list that was shown), and the gain of each row. */
export type Dataset = {
  featureNames: string[]
  /** Row-major, `featureNames.length` a row; NaN is missing. */
  values: Float32Array
  /** Row offsets of the groups: group g is rows `groupStart[g] .. groupStart[g + 1]`. */
  groupStart: Uint32Array
  /** 0 = not wanted; higher is better. */
  labels: Float32Array
}

export const rowCount = (data: Dataset): number => data.labels.length
export const groupCount = (data: Dataset): number => data.groupStart.length - 1

/** Groups `from .. to` as views: a split by time is a split of positions. */
export function sliceGroups(data: Dataset, from: number, to: number): Dataset {
  const first = data.groupStart[from]!
  const last = data.groupStart[to]!
  const width = data.featureNames.length
  return {
    featureNames: data.featureNames,
    values: data.values.subarray(first * width, last * width),
    groupStart: data.groupStart.slice(from, to + 1).map((row) => row - first),
    labels: data.labels.subarray(first, last),
  }
}
