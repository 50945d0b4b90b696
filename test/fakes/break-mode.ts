/** How a breakable origin is broken: errors, never answering, resetting, answering half a JSON. */
export type BreakMode = 'whole' | 'erroring' | 'hanging' | 'reset' | 'garbage'
