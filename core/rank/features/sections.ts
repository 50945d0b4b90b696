/**
 * A container for an artifact of several parts: numbers and texts, in a fixed order that writer and reader agree on.
 *
 *   u32 magic, u32 version, u32 sections, u32 spare
 *   per section: u32 kind (1 = f64, 2 = UTF-16), u32 length
 *   then the sections' data, each starting at a multiple of 8. Little-endian.
 */
export type Section = Float64Array | string
export type Kind = { magic: number; version: number }

const HEADER_BYTES = 16
const align = (offset: number) => Math.ceil(offset / 8) * 8
const bytesOf = (section: Section) => align(typeof section === 'string' ? 2 * section.length : section.byteLength)
const kindOf = (section: Section) => (typeof section === 'string' ? 2 : 1)

export function packSections(kind: Kind, sections: readonly Section[]): ArrayBuffer {
  let offset = align(HEADER_BYTES + 8 * sections.length)
  const buffer = new ArrayBuffer(sections.reduce((sum, section) => sum + bytesOf(section), offset))
  const table = new Uint32Array(buffer, 0, 4 + 2 * sections.length)
  table.set([kind.magic, kind.version, sections.length])
  sections.forEach((section, index) => {
    table.set([kindOf(section), section.length], 4 + 2 * index)
    if (typeof section === 'string') {
      const units = new Uint16Array(buffer, offset, section.length)
      for (let unit = 0; unit < section.length; unit += 1) units[unit] = section.charCodeAt(unit)
    } else new Float64Array(buffer, offset, section.length).set(section)
    offset += bytesOf(section)
  })
  return buffer
}

/** Reads the sections one after another; each call names what it expects. */
export type SectionReader = { numbers: () => Float64Array; text: () => string }

/** @throws RangeError when the bytes are of another kind or version, or cut short. */
export function openSections(kind: Kind, buffer: ArrayBuffer): SectionReader {
  if (buffer.byteLength < HEADER_BYTES) throw new RangeError('The artifact is cut short.')
  const [magic, version, count = 0] = new Uint32Array(buffer, 0, 4)
  if (magic !== kind.magic || version !== kind.version)
    throw new RangeError(`Not this artifact in version ${kind.version}.`)
  let offset = align(HEADER_BYTES + 8 * count)
  let index = 0
  const next = (wanted: number, size: number) => {
    if (offset > buffer.byteLength || index >= count) throw new RangeError('The artifact is cut short.')
    const [found, length = 0] = new Uint32Array(buffer, HEADER_BYTES + 8 * index, 2)
    const at = offset
    index += 1
    offset += align(size * length)
    if (found !== wanted || offset > buffer.byteLength) throw new RangeError('The artifact is damaged.')
    return { at, length }
  }
  return {
    numbers: () => {
      const { at, length } = next(1, 8)
      return new Float64Array(buffer, at, length)
    },
    text: () => {
      const { at, length } = next(2, 2)
      return decodeUnits(new Uint16Array(buffer, at, length))
    },
  }
}

/** In pieces: the arguments of one call are limited. */
function decodeUnits(units: Uint16Array): string {
  let text = ''
  for (let at = 0; at < units.length; at += 4_096) text += String.fromCharCode(...units.subarray(at, at + 4_096))
  return text
}
