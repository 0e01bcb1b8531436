/**
 * What is notable in a message. One file per rule, all in one list. A detector says what it saw and where, masked,
 * never what should happen: that is the policy's.
 *
 * PURE. One pass tokenises every text; lexicon words and names are found in that pass; detectors look at hits only.
 */
import type { z } from 'zod'
import type { ReadFiles } from '../attachments/attachments.ts'
import type { Contact, Directory, NameHit } from '../directory/directory.ts'
import type { Scanned } from '../malware/malware.ts'
import type { Message, Place, Said, Text, Unread, Word } from '../message/message.ts'
import type { Cover } from './excerpt.ts'
import type { Lexicon, TermHit } from './lexicon.ts'
import type { Meaning } from './meaning.ts'
import type { Surroundings } from './secret-evidence.ts'
import type { Sentence } from './sentences.ts'
import type { Terms } from './term-index.ts'

export { foreignLetters, mixedAddresses } from './alphabets.ts'
export { excerpt } from './excerpt.ts'
export { DETECTORS, inspect } from './inspect.ts'
export { compileLexicon, type Lexicon, LexiconError, type TermHit } from './lexicon.ts'
export { maskText } from './mask-text.ts'
export { type Meaning, openMeaning } from './meaning.ts'
export { SCAN_CATEGORIES, type ScanCategory } from './scan-findings.ts'
export { colleaguesIn } from './spoken-of.ts'

export const RULES = [
  'group-address-visible',
  'mass-recipients-visible',
  'unexpected-recipient',
  'password',
  'password-request',
  'sensitive-pupil-data',
  'sensitive-in-reply',
  'private-account',
  'private-address-disclosed',
  'send-as',
  'anonymous-sender',
  'prohibited-content',
  'dangerous-attachment',
  'deceptive-link',
  'uninspectable',
  'contact-data',
  'pupil-photo',
  'copyright-image',
  'confidential-marking',
  'missing-signature',
  'careless-language',
  'chain-mail',
  'private-use',
  'no-contact',
  'unapproved-channel',
  'large-attachment',
] as const
export type RuleId = (typeof RULES)[number]

export type Finding = Readonly<{
  rule: RuleId
  /** Kind within the rule ("medical", "recipient", "many"); packs may give each its own outcome. */
  category?: string
  place: Place
  /** Words around what was found, the sensitive value masked. Safe to store, show and send. At most 120 characters. */
  excerpt: string
  /** One sentence a teacher understands: what was seen. Names nobody in full, repeats no value. */
  because: Said
  /** 0–1. Under 0.5 is not reported; from 0.8 two people at a school would agree. */
  confidence: number
  /** Who it is about: directory id and masked name. */
  subject?: Readonly<{ id: string; name: string }>
  /** Recipients it concerns (lower-cased addresses); absent when it concerns all. */
  recipients?: readonly string[]
  /** Values a remedy needs, none of them secret: addresses to move to BCC, signature parts that are missing. */
  remedy?: readonly string[]
}>

/** A recipient of the envelope, with what is known of it and where it can be seen. */
export type Recipient = Contact & Readonly<{ seen: 'to' | 'cc' | 'hidden'; name: string }>

/** A text that was read through once: its words, the lexicon terms (also by class), the persons and the secrets in it. */
export type Reading = Text &
  Readonly<{
    words: readonly Word[]
    terms: readonly TermHit[]
    index: Terms
    sentences: readonly Sentence[]
    names: readonly NameHit[]
    /** What sentences say; undefined where the school wants words and grammar alone. */
    meaning: Meaning | undefined
    /** The gist of each sentence, GIST numbers for each; none where there is no meaning. */
    gists: Float32Array
    /** Of each sentence what stands in it, and beside it, that makes a value a secret. */
    surroundings: readonly Surroundings[]
    /** Passwords, codes and keys told in this text: no excerpt of any rule may show them. */
    secrets: readonly Cover[]
  }>

export type Case = Readonly<{
  message: Message
  files: ReadFiles
  /** Every text: subject, own, quoted, signature, disclaimer, file names, attachments, nested messages' texts. */
  readings: readonly Reading[]
  unread: readonly Unread[]
  /** What the virus scanner says. */
  scanned: Scanned
  /** Its sender sent malware before, and nobody has lifted the block since. */
  blocked: boolean
  people: Directory
  /** The From address (else the envelope sender). */
  sender: Contact
  /** Envelope recipients. */
  recipients: readonly Recipient[]
  /** Header recipients (To, Cc, Resent-*), whether or not this transaction carries them. */
  visible: readonly Recipient[]
  lexicon: Lexicon
  /** Undefined where the school wants words and grammar alone. */
  meaning: Meaning | undefined
}>

/** One rule's eye. `settings` is what a pack may set for it; defaults make a pack without settings work. */
export type Detector<S = never> = Readonly<{
  rule: RuleId
  settings: z.ZodType<S>
  inspect: (seen: Case, settings: S) => readonly Finding[]
}>

/** Settings per rule as the pack gives them, already parsed by each detector's schema. A rule absent here is not run. */
export type RuleSettings = Readonly<Partial<Record<RuleId, unknown>>>

export type Seen = Readonly<{
  case: Case
  findings: readonly Finding[]
  /** Rules whose detector threw: the policy holds for them. The error has no message content. */
  unknown: readonly Readonly<{ rule: RuleId; error: string }>[]
}>
