/**
 * What a list needs to find a held message by, kept in memory once the message was opened: ten thousand cannot be opened
 * for every page. Only what its reviewers may see; a card counts as long as nothing of the message has changed.
 */
import { createHash } from 'node:crypto'
import type { Hold, MailId } from '../store/store.ts'
import { decisionOf, domainOf, heldOf, type Mail, senderOf } from './held-mail.ts'
import type { ReviewParts } from './lifecycle.ts'
import type { Actor } from './review.ts'
import { heldFor, namedIn } from './rights.ts'
import { coversScope, type Scope, scopeOf } from './scope.ts'
import { rulesOf, shownSubject } from './sight.ts'

export type Card = Readonly<{
  from: string
  school: string
  pack: string
  rules: readonly string[]
  /** The same for messages with the same rules, and for those that wait for the same recipients. */
  ruleKey: string
  recipientKey: string
  /** Addresses of its parties, each between line ends. */
  parties: string
  /** Persons it is about. */
  named: readonly string[]
  /** Of what was found: who is asked for it. */
  scopes: readonly Scope[]
  /** What is searched: sender and recipients; and the subject as it is shown. */
  words: string
  subject: string
}>

// Of a message to hundreds the first are found by name; who may see it is asked again of the message itself.
const MOST_CHARACTERS = 8000
const MOST_CARDS = 20_000
const COMBINING = /\p{M}/gu

/** Whatever capitals and accents somebody types. */
export const folded = (words: string): string => words.normalize('NFKD').replace(COMBINING, '').toLowerCase()

const keyOf = (values: readonly string[]): string =>
  createHash('sha256').update(values.toSorted().join('\n')).digest('base64url')

const joined = (addresses: readonly string[]): string => `\n${addresses.join('\n')}`.slice(0, MOST_CHARACTERS)

const scopesOf = (mail: Mail): readonly Scope[] => {
  const scopes = decisionOf(mail).hits.map(scopeOf)
  return [...new Map(scopes.map((scope) => [JSON.stringify(scope), scope])).values()]
}

export const cardOf = (parts: ReviewParts, mail: Mail): Card => {
  const { from, recipients } = heldFor(mail)
  const sender = senderOf(mail)
  const held = heldOf(mail).map((address) => address.toLowerCase())
  const rules = rulesOf(mail)
  return {
    from: sender.toLowerCase(),
    school: domainOf(sender),
    pack: decisionOf(mail).pack,
    rules,
    ruleKey: keyOf(rules),
    recipientKey: keyOf(held),
    parties: `${joined([...from, ...recipients].map((address) => address.toLowerCase()))}\n`,
    named: [...namedIn(decisionOf(mail))],
    scopes: scopesOf(mail),
    words: folded(`${sender}${joined(mail.recipients.map(({ address }) => address))}`),
    subject: folded(shownSubject(parts, mail)),
  }
}

/** Who looks, in the form cards are asked. */
export type Viewer = Readonly<{
  own: string
  schools: readonly string[]
  categories: readonly string[]
  persons: ReadonlySet<string>
}>

export const viewerOf = ({ people }: Pick<ReviewParts, 'people'>, { email, schools, categories }: Actor): Viewer => ({
  own: email === '' ? '' : `\n${email.toLowerCase()}\n`,
  schools: schools.map((school) => school.toLowerCase()),
  categories,
  persons: new Set(
    email === ''
      ? []
      : people()
          .contact(email)
          .persons.map(({ id }) => id),
  ),
})

/** `conflict` in short, to skip and to count by: whoever shows the message itself asks in full. */
export const isFor = (viewer: Viewer, { school, scopes, parties, named }: Card): boolean =>
  (viewer.schools.length === 0 || viewer.schools.includes(school)) &&
  (viewer.categories.length === 0 || scopes.some((scope) => scope.counts && coversScope(viewer, scope))) &&
  (viewer.own === '' || !parties.includes(viewer.own)) &&
  !named.some((id) => viewer.persons.has(id))

/** What this viewer may search in. */
export const wordsFor = (viewer: Viewer, { scopes, words, subject }: Card): string =>
  scopes.some((scope) => scope.inSubject && !coversScope(viewer, scope)) ? words : `${words}\n${subject}`

export class Cards {
  readonly #cards = new Map<MailId, Readonly<{ steps: number; card: Card | undefined }>>()
  #version = ''

  /** Packs of another version may show less. */
  of(version: string): this {
    if (version !== this.#version) this.#cards.clear()
    this.#version = version
    return this
  }

  has({ id, steps }: Hold): boolean {
    return this.#cards.get(id)?.steps === steps
  }

  /** Undefined also for one that cannot be read. */
  get({ id }: Hold): Card | undefined {
    return this.#cards.get(id)?.card
  }

  /** The one that was opened longest ago makes room. */
  set({ id, steps }: Hold, card: Card | undefined): void {
    this.#cards.delete(id)
    this.#cards.set(id, { steps, card })
    if (this.#cards.size > MOST_CARDS) for (const oldest of this.#cards.keys()) return void this.#cards.delete(oldest)
  }
}
