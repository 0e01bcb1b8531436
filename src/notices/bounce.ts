/** "Not sent": what was found, what to do now, in one step where there is a remedy, and the clause behind it. */
import type { RecipientDecision } from '../policy/policy.ts'
import type { Explanation, Reason } from './explain.ts'
import type { Block } from './letter.ts'
import type { About, Notice } from './notices.ts'
import { originalHeaders } from './original.ts'
import { post } from './post.ts'
import { crowdOf, sayCrowd } from './recipients.ts'
import { deliveryStatus, type Fate } from './report.ts'
import { hidesSubject } from './secrecy.ts'
import {
  agreedBlocks,
  explained,
  factsBlock,
  foundBlocks,
  phrasesOf,
  questionBlocks,
  smallBlock,
  timeOf,
  titleOf,
} from './sections.ts'
import { fill, type Phrases } from './texts/catalogue.ts'

// These are not to be sent again from school, in whatever form.
const NOT_AGAIN: ReadonlySet<Reason['rule']> = new Set(['chain-mail', 'private-use'])

/** The steps of all reasons in order, each once, and then: send it again. */
export const stepsOf = ({ reasons }: Explanation, phrases: Phrases): readonly string[] => {
  const again = reasons.some(({ rule }) => !NOT_AGAIN.has(rule)) && !reasons.some(({ scan }) => scan === 'malware')
  return [...new Set(reasons.flatMap(({ steps }) => steps)), ...(again ? [phrases.resend] : [])]
}

const nowBlocks = (explanation: Explanation, about: About): Block[] => {
  const phrases = phrasesOf(about)
  const steps: Block = { is: 'steps', steps: stepsOf(explanation, phrases) }
  if (about.remedies.length === 0) return [{ is: 'heading', text: phrases.now }, steps]
  return [
    { is: 'heading', text: phrases.now },
    { is: 'text', text: phrases.quick },
    ...about.remedies.map(
      ({ remedy, url, expires }): Block => ({
        is: 'button',
        label: phrases.buttons[remedy],
        url,
        note: fill(phrases.expires, { time: timeOf(expires, about) }),
      }),
    ),
    { is: 'text', text: phrases.yourself },
    steps,
  ]
}

const diagnosticOf = ({ rules }: Pick<RecipientDecision, 'rules'>): Fate['diagnostic'] => [
  'x-mailsluis',
  `550 5.7.1 Not sent by policy: ${rules.join(', ')}`,
]

const fateOf = (address: string, { rules }: Pick<RecipientDecision, 'rules'>): Fate => ({
  address,
  action: 'failed',
  status: '5.7.1',
  diagnostic: diagnosticOf({ rules }),
})

export const bounceNotice = (about: About): Notice => {
  const { decision, identity, language, mailId, receivedAt } = about
  const phrases = phrasesOf(about)
  const crowd = crowdOf(decision, about.sentTo, ['bounce'])
  const explanation = explained(about, 'bounce', ['bounce', 'hold'])
  const letter = {
    kind: 'bounce' as const,
    language,
    label: phrases.labels.bounce,
    subject: titleOf('bounce', about),
    lead: fill(phrases.leads.bounce, { who: sayCrowd(crowd, language) }),
    blocks: [
      factsBlock(about, 'bounce'),
      ...foundBlocks(explanation, phrases),
      ...nowBlocks(explanation, about),
      ...agreedBlocks(explanation, about),
      ...questionBlocks(about),
      smallBlock(about),
    ],
  }
  const stopped = decision.recipients.filter(({ outcome }) => outcome === 'bounce')
  const named = new Set(crowd.named)
  const hidden = stopped.filter(({ address }) => !named.has(address))
  const fates = stopped.filter(({ address }) => named.has(address)).map((r) => fateOf(r.address, r))
  // A report needs at least one recipient (RFC 3464 §2.1); hidden ones stand together in one that names nobody.
  const unnamed = hidden.length === 0 ? [] : [fateOf('', { rules: [...new Set(hidden.flatMap(({ rules }) => rules))] })]
  return post(letter, { ...about, to: about.envelopeFrom }, [
    deliveryStatus({ host: identity.host, mailId, receivedAt }, [...fates, ...unnamed], hidden.length),
    originalHeaders(about.headers, !hidesSubject(decision)),
  ])
}
