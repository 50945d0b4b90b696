/**
 * Repairs text whose Windows-1252 bytes were read as Mac Roman: "AmÈlie" was "Amélie" (both are byte E9). A text with a
 * character that Mac Roman lacks cannot have been damaged this way and stays as it is.
 */
const bytes = Uint8Array.from({ length: 128 }, (_, index) => index + 128)
const byteOf = new Map(
  Array.from(new TextDecoder('macintosh').decode(bytes), (character, index) => [character, index + 128]),
)
const windows = new TextDecoder('windows-1252')

export function repairMacRoman(text: string): string {
  const original: number[] = []
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    const byte = code < 128 ? code : byteOf.get(character)
    if (byte === undefined) return text
    original.push(byte)
  }
  return windows.decode(Uint8Array.from(original))
}
