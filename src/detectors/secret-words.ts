/**
 * What a single word may be part of, so that patterns which look at all of a sentence, or of a text, are tried only where
 * they can fit. A word that a pattern cannot do without stands here; a word too many costs time, one too few a finding.
 */
import { numberPerSpelling } from '../message/message.ts'

const PARTS = {
  /** A mark of a key, or a name of a setting (secret-tokens.ts). */
  mark: /(?:^|')(?:github|gh[ops]|glpat|xox[abeprs]|gocspx|sk|sg|npm|sv|hooks|accountkey)$|a[ks]ia[\da-z]{16}|aiza|eyj|(?:private|api|secret|token|password|passwd|pwd|basic|bearer)$|apikey|secretkey|^(?:pass|key)$/,
  /** Signs told one by one, a pattern that is drawn, pictures in a row (secret-values.ts). */
  told: /(?:grote|hoofdletter|kleine|uscule|grande?|petite?|capital|case|big|small|eerst|abord)$|hoeken|coins|corners|teken|trek|veeg|swipe|dessin|draw|patroon|schema|bolletjes|links|rechts|haut|^.$/u,
  /** Keys counted: "vier keer de 7". */
  timed:
    /(?:keer|maal|x|fois|times|dubbele?|double|triple)$|^(?:nullen|nulletjes|eenen|eentjes|tweeen|drieen|vieren|vijven|zessen|zevens|acht(?:en|jes)|negens|zeroe?s|ones|\d'?en)/,
  /** Figures in words. */
  figure:
    /^(?:nul|een|twee|drie|vier|vijf|zes|zeven|acht|negen|zero|deux|trois|quatre|cinq|six|sept|huit|neuf|one|two|three|four|five|seven|eight|nine|\d)/,
} as const

type Part = keyof typeof PARTS

const BITS = Object.fromEntries(Object.keys(PARTS).map((part, i) => [part, 1 << i])) as Readonly<Record<Part, number>>

const partsOf = numberPerSpelling(({ folded }) =>
  Object.entries(PARTS).reduce((bits, [part, pattern]) => bits | (pattern.test(folded) ? BITS[part as Part] : 0), 0),
)

/** Whether one of the words from `first` to `last` may be part of something. */
export const mayHold = (
  words: readonly Parameters<typeof partsOf>[0][],
  part: Part,
  first = 0,
  last = words.length - 1,
): boolean => {
  const bit = BITS[part]
  for (let i = first; i <= last; i++) if (partsOf(words[i]!) & bit) return true
  return false
}
