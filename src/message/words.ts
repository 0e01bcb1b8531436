/** Words of a text, folded so that spelling tricks and sloppy typing meet the lexicon in one form. */

/** A word with its offsets (UTF-16 units) into the text it came from. `folded` is what lexicons and name indexes know. */
export type Word = Readonly<{ start: number; end: number; folded: string }>

export type Fold = (word: string) => string

// Zero-width characters, soft hyphen and direction marks split a word for a machine but not for a reader.
const INVISIBLE = /\p{Default_Ignorable_Code_Point}+/gu
const MARKS = /\p{M}+/gu
const ASCII = /^[\x00-\x7f]*$/

// Letters of other scripts that look like Latin ones (UTS #39): Cyrillic and Greek.
const LOOK_ALIKE = new Map(
  Object.entries({
    а: 'a',
    в: 'b',
    с: 'c',
    ԁ: 'd',
    е: 'e',
    һ: 'h',
    і: 'i',
    ј: 'j',
    к: 'k',
    ӏ: 'l',
    м: 'm',
    н: 'h',
    о: 'o',
    р: 'p',
    ԛ: 'q',
    ѕ: 's',
    т: 't',
    у: 'y',
    ѵ: 'v',
    ԝ: 'w',
    х: 'x',
    α: 'a',
    ο: 'o',
    ν: 'v',
    ρ: 'p',
    τ: 't',
    υ: 'u',
    ι: 'i',
    κ: 'k',
    ı: 'i',
    ß: 'ss',
    æ: 'ae',
    œ: 'oe',
    ø: 'o',
    đ: 'd',
    ł: 'l',
    þ: 'th',
  }),
)

/** Lower case, no accents, no invisible characters, compatibility forms and look-alikes as plain Latin letters. */
export const fold: Fold = (word) => {
  if (ASCII.test(word)) return word.toLowerCase()
  const plain = word.normalize('NFKD').replace(INVISIBLE, '').replace(MARKS, '').toLowerCase()
  if (ASCII.test(plain)) return plain
  let out = ''
  for (const letter of plain) out += LOOK_ALIKE.get(letter) ?? letter
  return out
}

// A run of letters, marks, digits and invisible characters; an apostrophe stays inside a word ("foto's").
const WORD =
  /[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]|['’](?=\p{L}))*/gu

export const tokenise = (text: string): Word[] => {
  const words: Word[] = []
  for (const match of text.matchAll(WORD)) {
    const start = match.index
    words.push({ start, end: start + match[0].length, folded: fold(match[0]).replace(/[’']/g, "'") })
  }
  return words
}
