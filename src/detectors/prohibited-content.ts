/**
 * Content that is itself sexual, racist, discriminatory, insulting, intimidating, threatening or hateful.
 *
 * What a person looks for: a slur said to somebody, a threat or a condition ("als je dit aan iemand vertelt"), a judgement
 * on a whole group, a sexual proposal; contempt, a leer or a veiled threat in words that offend nobody elsewhere. What
 * fools it: an incident reported in somebody's words, a lesson, a book, illness words in their own sense, mild
 * irritation, a reminder or a sanction. Quoted parts are others' words and do not count.
 * Clauses: ME-3.2-content, ME-3.2-intimidation, ME-3.2-hate, SJ-3.2-content, KI-5-content, OP-respect, KA-A7.
 */
import { z } from 'zod'
import { placeAt, type Said } from '../message/message.ts'
import type { Detector, Finding, Reading } from './detectors.ts'
import { excerpt } from './excerpt.ts'
import { isWritten, type Offence, type OffenceCategory, offencesIn } from './offences.ts'

const settings = z.strictObject({}).default({})

const BECAUSE: Record<OffenceCategory, Said> = {
  sexual: {
    nl: 'Er staat seksueel getinte taal in.',
    fr: 'Le message contient des propos à caractère sexuel.',
    en: 'It contains sexual language.',
  },
  racist: {
    nl: 'Er staat taal in die kwetst om afkomst of geloof.',
    fr: 'Le message contient des propos blessants sur l’origine ou la religion.',
    en: 'It contains language that hurts people for their origin or belief.',
  },
  discriminatory: {
    nl: 'Dit bericht velt een oordeel over een hele groep mensen.',
    fr: 'Le message juge tout un groupe de personnes.',
    en: 'It judges a whole group of people.',
  },
  insult: {
    nl: 'Er staat een belediging in.',
    fr: 'Le message contient une insulte.',
    en: 'It contains an insult.',
  },
  intimidation: {
    nl: 'Er staat iets in dat iemand onder druk zet of klein maakt.',
    fr: 'Le message met quelqu’un sous pression ou le rabaisse.',
    en: 'It puts pressure on somebody or belittles them.',
  },
  threat: {
    nl: 'Er staat een bedreiging in.',
    fr: 'Le message contient une menace.',
    en: 'It contains a threat.',
  },
  hate: {
    nl: 'Er staat een oproep tot haat of geweld in.',
    fr: 'Le message appelle à la haine ou à la violence.',
    en: 'It calls for hatred or violence.',
  },
}

const report = (reading: Reading, { category, start, end, confidence }: Offence): Finding => ({
  rule: 'prohibited-content',
  category,
  place: placeAt(reading, start),
  excerpt: excerpt(reading, start, end),
  because: BECAUSE[category],
  confidence,
})

export const prohibitedContent: Detector<z.infer<typeof settings>> = {
  rule: 'prohibited-content',
  settings,
  inspect: (seen) =>
    seen.readings
      .filter(isWritten)
      .flatMap((reading) => offencesIn(reading).map((offence) => report(reading, offence))),
}
