/**
 * Platt scaling: the probability behind a raw score is `1 / (1 + exp(-(slope · score + intercept)))`. Heads of different
 * objectives can be added up only after it. Fitted by Newton's method on lists the model was not trained on; steps are
 * halved until they help (Lin, Lin and Weng 2007), without which a rare label sends them to infinity.
 */
export type Calibration = { slope: number; intercept: number }

const ROUNDS = 100
const SHORTEST_STEP = 1e-9
/** Keeps the curvature away from zero when one label is missing. */
const RIDGE = 1e-6
/** Scores are made to order one list; over lists they may even run against the label, and must not turn a list round. */
const LEAST_SLOPE = 0.01

export function calibrate(scores: ArrayLike<number>, labels: ArrayLike<number>): Calibration {
  const wanted = Array.from(labels).filter((label) => label > 0).length
  // Smoothed targets (Platt 1999): a finite slope even when the scores part the labels completely.
  const high = (wanted + 1) / (wanted + 2)
  const low = 1 / (labels.length - wanted + 2)
  const target = (row: number) => (labels[row]! > 0 ? high : low)
  let fit = { slope: 1, intercept: Math.log((wanted + 1) / (labels.length - wanted + 1)) }
  let loss = lossOf(scores, fit, target)
  for (let round = 0; round < ROUNDS; round += 1) {
    const step = newtonStep(scores, fit, target)
    let length = 1
    let next = fit
    let nextLoss = loss
    for (; length >= SHORTEST_STEP; length /= 2) {
      next = { slope: fit.slope - length * step.slope, intercept: fit.intercept - length * step.intercept }
      nextLoss = lossOf(scores, next, target)
      if (nextLoss < loss) break
    }
    if (!(nextLoss < loss - 1e-12 * Math.abs(loss))) break
    fit = next
    loss = nextLoss
  }
  return fit.slope >= LEAST_SLOPE ? fit : flat(scores, wanted / Math.max(1, labels.length))
}

/** Almost the same probability for every score, in the scores' order. */
function flat(scores: ArrayLike<number>, rate: number): Calibration {
  const mean = Array.from(scores).reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length)
  const odds = Math.max(1e-6, rate) / Math.max(1e-6, 1 - rate)
  return { slope: LEAST_SLOPE, intercept: Math.log(odds) - LEAST_SLOPE * mean }
}

/** Cross entropy, written so that no exponential overflows. */
function lossOf(scores: ArrayLike<number>, fit: Calibration, target: (row: number) => number): number {
  let loss = 0
  for (let row = 0; row < scores.length; row += 1) {
    const value = fit.slope * scores[row]! + fit.intercept
    loss += Math.log1p(Math.exp(-Math.abs(value))) + Math.max(0, value) - target(row) * value
  }
  return loss
}

function newtonStep(scores: ArrayLike<number>, fit: Calibration, target: (row: number) => number): Calibration {
  let [gradientSlope, gradientIntercept, curveSlope, curveBoth, curveIntercept] = [0, 0, RIDGE, 0, RIDGE]
  for (let row = 0; row < scores.length; row += 1) {
    const score = scores[row]!
    const probability = probabilityOf(score, fit)
    const miss = probability - target(row)
    const curve = probability * (1 - probability)
    gradientSlope += miss * score
    gradientIntercept += miss
    curveSlope += curve * score * score
    curveBoth += curve * score
    curveIntercept += curve
  }
  const determinant = curveSlope * curveIntercept - curveBoth * curveBoth
  return {
    slope: (curveIntercept * gradientSlope - curveBoth * gradientIntercept) / determinant,
    intercept: (curveSlope * gradientIntercept - curveBoth * gradientSlope) / determinant,
  }
}

export const probabilityOf = (score: number, { slope, intercept }: Calibration): number =>
  1 / (1 + Math.exp(-(slope * score + intercept)))
