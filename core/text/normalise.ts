/**
 * The one fold of text, used when an index is built, when it is asked, and when the origin retrieves. Two texts mean the
 * same exactly when their normal forms are equal, so a change here makes every published artifact stale.
 *
 *   compatibility (NFKD)   full-width "Ａ" is "a", "ﬁ" is "fi", "①" is "1"
 *   case                   lower, then final sigma and letters without a decomposition ("ß" is "ss", "ø" is "o")
 *   marks                  accents, Hebrew points and Arabic vowels go; marks that make another letter stay: Indic and
 *                          Thai vowels, kana voicing ("が" is not "か"), the breve of Cyrillic "й" and "ў"
 *   invisible characters   go, except the joiner inside an emoji sequence
 *   apostrophes            inside a word go ("men's" is "mens"); dashes and quotes become ASCII
 *   spaces                 runs become one space, the ends are trimmed
 *
 * The result is NFC and a fixed point: normalise(normalise(x)) === normalise(x). Lone surrogates pass through.
 */
export function normalise(text: string): string {
  if (PLAIN.test(text)) return text
  return collapse(fold(text)).trim()
}

/** The fold without the trimming of spaces: what `highlight` applies to one cluster of the original text. */
export function fold(text: string): string {
  return foldsUnitByUnit(text) ? foldUnits(text) : foldWhole(text)
}

function foldWhole(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(DROPPED, '')
    .replace(FOLDED, (letter) => FOLDS[letter] ?? letter)
    .replace(INNER_APOSTROPHE, '')
    .normalize('NFC')
}

const collapse = (text: string): string => (SPACED.test(text) ? text.replace(SPACES, ' ') : text)

/** In these letters, and without apostrophes, no character depends on its neighbours: each fold is looked up. */
const LATIN = /^[ -&(-~À-ňŊ-ɏ]*$/

export const foldsUnitByUnit = (text: string): boolean => LATIN.test(text)

function foldUnits(text: string): string {
  let folded = ''
  for (let unit = 0; unit < text.length; unit++) folded += latinFold(text.charCodeAt(unit))
  return folded
}

/** The fold of one code unit of LATIN. */
const latinFold = (code: number): string => (latinFolds[code] ??= foldWhole(String.fromCharCode(code)))

/** How many units of `text` fold to `beginning`, letter by letter; -1 when its letters are not all of LATIN, or differ. */
export function unitsOfBeginning(text: string, beginning: string): number {
  let matched = 0
  let unit = 0
  for (; matched < beginning.length; unit++) {
    const code = text.charCodeAt(unit)
    if (!isLatin(code)) return -1
    const folded = latinFold(code)
    if (!beginning.startsWith(folded, matched)) return -1
    matched += folded.length
  }
  // What follows could belong to the last letter: a mark, or an apostrophe.
  return unit === text.length || isLatin(text.charCodeAt(unit)) ? unit : -1
}

const isLatin = (code: number): boolean =>
  (code >= 0x20 && code <= 0x7e && code !== 0x27) || (code >= 0xc0 && code <= 0x24f && code !== 0x149)

const latinFolds: (string | undefined)[] = []

/** Already normal: most keystrokes are lower-case ASCII letters and digits, and skip the rest. */
const PLAIN = /^(?:[a-z0-9]+(?: [a-z0-9]+)*)?$/

const DROPPED =
  /(?!(?<=[иу])\u0306)(?![\u3099\u309a])(?=[\p{Script=Inherited}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Cyrillic}])\p{M}|(?!\u200d\p{Extended_Pictographic})\p{Cf}|\u0640/gu

const FOLDS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  ŧ: 't',
  þ: 'th',
  ς: 'σ',
  '‘': "'",
  '’': "'",
  ʼ: "'",
  '“': '"',
  '”': '"',
  '‐': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '−': '-',
}
const FOLDED = /[ßæœøđðħıłŧþς‘’ʼ“”‐‒–—−]/gu

const INNER_APOSTROPHE = /(?<=[\p{L}\p{M}])'(?=\p{L})/gu

/** Control characters separate words like spaces do. */
const SPACES = /[\s\p{Cc}]+/gu
const SPACED = /[^\S ]|\p{Cc}|  /u
