/** How far behind the origin's a client's clock may be for what answers a list still to be found beside the list, in ms. */
export const SLOW_CLOCK_MS = 3_600_000
