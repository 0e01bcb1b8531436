/** The parts that notices share: which message it is about, what was seen, what the school agreed, whom to ask. */
import type { Decision, Outcome } from '../policy/policy.ts'
import { sayTime } from './clock.ts'
import { type Explanation, explain } from './explain.ts'
import { type Block, type Row, titled } from './letter.ts'
import { plain } from './markup.ts'
import type { About, NoticeKind } from './notices.ts'
import { type Crowd, crowdOf, isEmpty, sayCrowd } from './recipients.ts'
import { hidesSubject } from './secrecy.ts'
import { counted, fill, type Phrases } from './texts/catalogue.ts'
import { TEXTS } from './texts/texts.ts'

const MAX_SUBJECT = 80

export const phrasesOf = ({ language }: Pick<About, 'language'>): Phrases => TEXTS[language].phrases

export const shortSubject = (subject: string): string => {
  const chars = [...plain(subject)]
  return chars.length <= MAX_SUBJECT ? chars.join('') : `${chars.slice(0, MAX_SUBJECT - 1).join('')}…`
}

/** '' when it may hold what was found. */
const subjectOf = ({ decision, subject }: About): string => (hidesSubject(decision) ? '' : shortSubject(subject))

export const timeOf = (at: number, { language, pack }: About): string => sayTime(at, language, pack.region)

/** "Niet verzonden: Uitstap dinsdag", or the time of sending where the subject is not told. */
export const titleOf = (kind: NoticeKind, about: About): string => {
  const { labels, yourMessage } = phrasesOf(about)
  const which = subjectOf(about) || fill(yourMessage, { time: timeOf(about.receivedAt, about) })
  return titled(labels[kind], which, about.language)
}

/** The decision as far as it made this outcome for somebody: the hits that count for those recipients. */
export const behind = (decision: Decision, outcome: Outcome, counting: readonly Outcome[]): Decision => {
  const theirs = new Set(
    decision.recipients.filter((r) => r.outcome === outcome).map(({ address }) => address.toLowerCase()),
  )
  const hits = decision.hits.filter(
    (hit) => counting.includes(hit.outcome) && (hit.recipients?.some((address) => theirs.has(address)) ?? true),
  )
  return { ...decision, hits }
}

export const explained = (about: About, outcome: Outcome, counting: readonly Outcome[] = [outcome]): Explanation =>
  explain(about.pack, behind(about.decision, outcome, counting), about.language)

/** Subject, time of sending, and to whom else it went when outcomes differ. */
export const factsBlock = (about: About, outcome: Outcome): Block => {
  const phrases = phrasesOf(about)
  const subject = subjectOf(about)
  const others: readonly (readonly [Outcome, string, Crowd])[] = (
    [
      ['forward', phrases.went, crowdOf(about.decision, about.sentTo, ['forward', 'notify'])],
      ['hold', phrases.waits, crowdOf(about.decision, about.sentTo, ['hold'])],
      ['bounce', phrases.stopped, crowdOf(about.decision, about.sentTo, ['bounce'])],
    ] as const
  ).filter(([of, , crowd]) => of !== (outcome === 'notify' ? 'forward' : outcome) && !isEmpty(crowd))
  const rows: readonly Row[] = [
    ...(subject === '' ? [] : [{ label: phrases.subject, text: subject }]),
    { label: phrases.sentOn, text: timeOf(about.receivedAt, about) },
    ...others.map(([, label, crowd]) => ({ label, text: sayCrowd(crowd, about.language) })),
  ]
  return { is: 'rows', rows }
}

export const foundBlocks = ({ reasons, more }: Explanation, phrases: Phrases, forReviewer = false): Block[] => {
  const row = (label: string, text: string): Row[] => (text === '' ? [] : [{ label, text }])
  const masked = reasons.some(({ sightings }) => sightings.some(({ excerpt }) => excerpt.includes('•')))
  return [
    { is: 'heading', text: phrases.found },
    ...reasons.map(
      (reason): Block => ({
        is: 'reason',
        reason,
        sightings: reason.sightings.map(({ because, place, excerpt, category }) => ({
          text: because,
          rows: [
            ...row(phrases.where, place),
            ...row(phrases.excerpt, excerpt),
            ...(forReviewer ? row(phrases.kind, category) : []),
          ],
        })),
      }),
    ),
    ...(more === 0 ? [] : [{ is: 'text', text: counted(phrases.more, more) } as const]),
    ...(masked ? [{ is: 'text', text: phrases.masked } as const] : []),
  ]
}

/** The page that explains the rule in the school's own words, without an account. */
const whyUrl = (
  rule: string,
  { identity, envelopeFrom, from }: Pick<About, 'identity' | 'envelopeFrom' | 'from'>,
): string => {
  const sender = from || envelopeFrom
  const school = encodeURIComponent(sender.slice(sender.lastIndexOf('@') + 1).toLowerCase())
  return identity.url === '' ? '' : `${identity.url}/why/${rule}?school=${school}`
}

/** The clauses word for word, each once. */
export const agreedBlocks = ({ reasons }: Explanation, { pack, ...about }: About): Block[] => {
  const { agreed, source } = phrasesOf(about)
  const clauses = new Map(reasons.flatMap(({ clause, rule }) => (clause ? [[clause.quote, { ...clause, rule }]] : [])))
  if (clauses.size === 0) return []
  return [
    { is: 'heading', text: agreed },
    ...[...clauses.values()].map(
      ({ quote, section, rule }): Block => ({
        is: 'quote',
        text: quote,
        url: whyUrl(rule, about),
        language: pack.language,
        source: fill(source, { organisation: pack.organisation, title: pack.title, section }),
      }),
    ),
  ]
}

/** Whom to ask, and where to report when something went wrong after all. */
export const questionBlocks = (about: About): Block[] => {
  const { contacts, region } = about.pack
  const { questions, ask, askNobody, leak } = phrasesOf(about)
  const contact = contacts['privacy-officer']
  const officer = TEXTS[about.language].officer[region]
  const dataLeak = contacts['data-leak']
  return [
    { is: 'heading', text: questions },
    {
      is: 'text',
      text: contact ? fill(ask, { officer, contact, id: about.mailId }) : fill(askNobody, { id: about.mailId }),
    },
    ...(dataLeak === undefined ? [] : [{ is: 'text', text: fill(leak, { contact: dataLeak }) } as const]),
  ]
}

export const smallBlock = ({ identity, mailId, language }: Pick<About, 'identity' | 'mailId' | 'language'>): Block => ({
  is: 'small',
  text: fill(TEXTS[language].phrases.small, { name: identity.from.name || identity.host, id: mailId }),
})
