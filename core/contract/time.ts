/**
 * Time, as two types that cannot be mixed up: a point and a distance, both in milliseconds.
 * Nothing in core reads a clock: every function that needs the time takes it as a parameter.
 */

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number & { readonly __unit: 'epoch-ms' }

/** A length of time in milliseconds. */
export type DurationMs = number & { readonly __unit: 'duration-ms' }

export const epochMs = (value: number): EpochMs => value as EpochMs
export const durationMs = (value: number): DurationMs => value as DurationMs

export const seconds = (value: number): DurationMs => durationMs(value * 1_000)
export const minutes = (value: number): DurationMs => durationMs(value * 60_000)
export const hours = (value: number): DurationMs => durationMs(value * 3_600_000)
export const days = (value: number): DurationMs => durationMs(value * 86_400_000)
