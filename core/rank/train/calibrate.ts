/**
 * Platt scaling: the probability behind a raw score is `1 / (1 + exp(-(slope · score + intercept)))`. Heads of different
 * objectives can be added up only after it. Fitted by Newton's method on lists the model was not trained on.
 */
export type Calibration = { slope: number; intercept: number }

const ROUNDS = 30
/** Keeps the curvature away from zero when one label is missing. */
const RIDGE = 1e-6

export function calibrate(scores: ArrayLike<number>, labels: ArrayLike<number>): Calibration {
  const wanted = Array.from(labels).filter((label) => label > 0).length
  // Smoothed targets (Platt 1999): a finite slope even when the scores part the labels completely.
  const high = (wanted + 1) / (wanted + 2)
  const low = 1 / (labels.length - wanted + 2)
  const fit = { slope: 1, intercept: Math.log((wanted + 1) / (labels.length - wanted + 1)) }
  for (let round = 0; round < ROUNDS; round += 1) {
    const step = newtonStep(scores, fit, (row) => (labels[row]! > 0 ? high : low))
    fit.slope -= step.slope
    fit.intercept -= step.intercept
    if (Math.abs(step.slope) + Math.abs(step.intercept) < 1e-9) break
  }
  return fit
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
