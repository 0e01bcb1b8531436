/** Whether a letter says that those in the picture, or their parents, agreed. Doubt, a question or a plan is no consent. */
import type { Reading } from './detectors.ts'
import type { Sentence } from './sentences.ts'
import { indexTerms } from './term-index.ts'

// "of de ouders akkoord zijn weet ik niet", "de toestemming is nog niet binnen"
const DOUBT =
  /^(?:en |maar |et |mais |and |but )?(?:of|si|whether|if)\b|\b(?:niet|geen|nog|weet|twijfel\p{L}*|misschien|wellicht|hopelijk|vermoed\p{L}*|denk|vraag|vragen|nakijken|checken|wachten|zonder|pas|sans|peut-être|not|yet|maybe|ask|unsure|check)\b/iu
const BEHIND =
  /^[,;:]?\s?(?:maar |dat |dit )?(?:weet ik|moet ik|ga ik|je ne sais|i don't know|i still|hoop ik|denk ik)/i

const UNASKED =
  /\b(?:geen idee of|weet (?:ik )?(?:eigenlijk )?niet of|weet ik (?:eigenlijk )?niet|niet gevraagd|gevraagd heb ik|nog (?:niet |moeten )?(?:na)?vragen|pas demandé|(?:didn't|did not|haven't|not) ask(?:ed)?)(?!\p{L})/iu

/** The writer says not to know, or not to have asked: no register outweighs that. */
export const tellsDoubt = ({ text }: Reading): boolean => UNASKED.test(text)

const clauseAround = (text: string, { start, end }: Sentence, from: number, to: number): [number, number] => {
  const said = text.slice(start, from)
  const before = Math.max(said.lastIndexOf(','), said.lastIndexOf(';'), said.lastIndexOf(':'))
  const after = text.slice(to, end).search(/[,;:]/)
  return [start + before + 1, after < 0 ? end : to + after]
}

export const tellsConsent = (reading: Reading): boolean => {
  const index = indexTerms(reading)
  const told = index.all('photo.consent')
  if (told.length === 0 || index.all('photo.no-consent').length > 0) return false
  const { text } = reading
  const { sentences } = reading
  return told.some((hit) => {
    const sentence = sentences.find((one) => one.start <= hit.start && hit.end <= one.end)
    if (!sentence) return true
    const [from, to] = clauseAround(text, sentence, hit.start, hit.end)
    return !sentence.question && !DOUBT.test(text.slice(from, to).trim()) && !BEHIND.test(text.slice(to, sentence.end))
  })
}
