/** Animals of the class and of the house have the names of children: "ons klaskonijn Flappie", "Otis, onze goudvis". */
import { fold } from '../message/message.ts'

const KINDS =
  'goudvis vis sluierstaart konijn cavia hamster gerbil poes kat kater kitten hond puppy pup kip hen haan kuiken eend gans pony paard merrie hengst veulen ezel geit bok schaap ooi lam varken big koe kalf schildpad parkiet papegaai kanarie duif uil egel kikker hagedis slang rat muis slak lapin chat chien cheval rabbit goldfish cat dog'
/** As it begins a sentence or not; a name after it has its capital in any case. */
const eitherCase = (word: string): string => `[${word[0]!.toUpperCase()}${word[0]}]${word.slice(1)}`
const ANIMAL = `(?:[Kk]las(?:sen)?|[Ss]chool|[Hh]uis)?(?:${KINDS.split(' ').map(eitherCase).join('|')})(?:je|tje|ke|ken)?`
const NAME = "(\\p{Lu}[\\p{L}'’-]{1,20})"

/** "konijn Flappie", "de poes van de conciërge, Mila", "goudvis (ja, die heet dus Otis)" */
const BEFORE = new RegExp(
  `(?<!\\p{L})${ANIMAL}(?:\\s?[,(]\\s?|\\s)(?:(?:van|de|het|ons|onze|die|dus|ja|heet|genaamd|noemen|noemt|we|is|called|named|appelée?)[\\s,]+|(?:van (?:de |het )?\\p{Ll}+,?\\s)){0,4}${NAME}(?!\\p{L})`,
  'gu',
)
/** "Otis, onze goudvis", "Mila de poes" */
const AFTER = new RegExp(
  `(?<!\\p{L})${NAME}\\s?(?:[,(]\\s?|\\s)(?:is )?(?:ons|onze|de|het|een|mijn|our|the|notre|le|la)\\s(?:\\p{Ll}+\\s){0,1}${ANIMAL}(?!\\p{L})`,
  'gu',
)
const OWNED = /(?<!\p{L})van\s\p{Lu}[\p{L}'’-]*$/u

/** First names, folded, that belong to an animal in this text. */
export const animalNamesIn = (text: string): ReadonlySet<string> => {
  const before = [...text.matchAll(BEFORE)].filter(([all]) => !OWNED.test(all))
  return new Set([...before, ...text.matchAll(AFTER)].map(([, name]) => fold(name!)))
}
