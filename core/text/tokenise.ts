/**
 * Words of a normalised text.
 *
 * A spaced word is a run of letters, marks and digits ("c++" and "c#" keep their sign), or one emoji. Scripts that are
 * written without spaces (Han, kana, Thai, Lao, Khmer, Burmese) come as one unspaced run each, whatever its length;
 * `terms` cuts those into overlapping pairs of characters, which finds a word inside a sentence without a dictionary.
 */
export type Word = {
  text: string
  /** UTF-16 offsets in the normalised text. */
  start: number
  end: number
  /** False for a run of a script written without spaces. */
  spaced: boolean
}

const UNSPACED =
  '[\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}]'
const EMOJI =
  '\\p{Extended_Pictographic}\\p{Emoji_Modifier}?(?:\\u200d\\p{Extended_Pictographic}\\p{Emoji_Modifier}?)*|\\p{Regional_Indicator}{2}'
const WORD = new RegExp(
  `((?:(?=[\\p{L}\\p{N}\\p{M}])${UNSPACED})+)|(?:(?!${UNSPACED})[\\p{L}\\p{N}\\p{M}])+[+#]*|${EMOJI}`,
  'gu',
)
const ASCII = /^[a-z0-9 ]*$/

/** Words in reading order. A text without any (only punctuation) gives its space-separated pieces, so it can be found. */
export function tokenise(normalised: string): Word[] {
  if (ASCII.test(normalised)) return pieces(normalised)
  const words: Word[] = []
  for (const match of normalised.matchAll(WORD)) {
    const [text, unspaced] = match
    words.push({ text, start: match.index, end: match.index + text.length, spaced: unspaced === undefined })
  }
  return words.length > 0 ? words : pieces(normalised)
}

function pieces(text: string): Word[] {
  const words: Word[] = []
  let start = 0
  while (start < text.length) {
    const space = text.indexOf(' ', start)
    const end = space === -1 ? text.length : space
    if (end > start) words.push({ text: text.slice(start, end), start, end, spaced: true })
    start = end + 1
  }
  return words
}

/** What a keyword index stores and asks for: spaced words whole, unspaced runs as pairs of characters. */
export function terms(normalised: string): string[] {
  return tokenise(normalised).flatMap((word) => (word.spaced ? [word.text] : pairs(word.text)))
}

/** Overlapping pairs of characters ("北京天" gives 北京, 京天); a single character is itself. */
export function pairs(run: string): string[] {
  const characters = Array.from(run)
  if (characters.length < 2) return characters
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`)
}
