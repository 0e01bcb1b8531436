/** What a pack says of itself, in the languages it was written in. */
import { LANGUAGES, type Language, type Said } from '../message/message.ts'

export type Words = Readonly<Partial<Said>>

/** For who reads this language, and the language it is then in: another where this one is missing. */
export const wordsIn = (words: Words, language: Language): readonly [text: string, language: Language] => {
  const found = [language, ...LANGUAGES].find((one) => words[one] !== undefined) ?? language
  return [words[found] ?? '', found]
}
