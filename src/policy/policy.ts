/**
 * What the school decided: packs, clauses, rules, and the decision with its evidence.
 *
 * PURE. All rules are walked; per recipient the strictest outcome wins; every hit is kept as evidence. A rule that could
 * not be checked answers *unknown*, which holds.
 */
import type { Finding, RuleId, RuleSettings, Seen } from '../detectors/detectors.ts'
import type { Language, Said } from '../message/message.ts'
import type { Exception } from './exceptions.ts'
import type { Guard } from './guards.ts'
import type { Words } from './words.ts'

export { type ClauseRow, COVERAGES, type Coverage, clauseTable, coverageOf } from './coverage.ts'
export { decide } from './decide.ts'
export { ExceptionFile, loadExceptions } from './exception-file.ts'
export type { Exception } from './exceptions.ts'
export { loadPolicy, type PolicyOptions } from './load.ts'
export { OUTCOMES, strictest } from './outcomes.ts'
export { nearest, PolicyError, suggest } from './problems.ts'
export { type Switch, switchOf, withSwitches } from './proposed.ts'
export { packSchema, type SettingsSchemas } from './schema.ts'
export type { PolicyFile } from './source.ts'
export { verdictOf } from './verdict.ts'
export { type Words, wordsIn } from './words.ts'

/** forward < notify (delivered, sender advised) < hold (a reviewer decides) < bounce (returned with an explanation). */
export type Outcome = 'forward' | 'notify' | 'hold' | 'bounce'

/** enforce; advise: outcome capped at notify; shadow: recorded, nothing done; off. */
export type Mode = 'enforce' | 'advise' | 'shadow' | 'off'

/** What a sender can do in one step from the notice, without retyping. */
export type Remedy = 'move-to-bcc' | 'add-signature' | 'drop-quoted' | 'send-separately' | 'confirm'

/** One clause of the school's document. `quote` is verbatim. Either rules enforce it, or `outside`/`duty` says why none does. */
export type Clause = Readonly<{
  id: string
  section: string
  quote: string
  /** Another passage of it, for a rule that the first does not fit. */
  quotes?: Readonly<Partial<Record<RuleId, string>>>
  rules: readonly RuleId[]
  /** Kinds of finding it is about, where several clauses share a rule: then the fitting one is quoted. */
  categories?: readonly string[]
  action?: Outcome
  fix?: Remedy
  duty?: Words
  /** What of the duty is not done yet. */
  notYet?: Words
  outside?: Words
  note?: string
}>

/** How a pack runs one rule. */
export type PackRule = Readonly<{
  rule: RuleId
  mode: Mode
  /** Outcome when it fires. */
  outcome: Outcome
  /** Outcome per category of the finding, where it differs. */
  categories: Readonly<Record<string, Outcome>>
  /** Outcome when the finding's confidence is under 0.8; by default hold where it would bounce, else the outcome itself. Never stricter. */
  unsure: Outcome
  fix?: Remedy
  /** CEL over facts; the rule counts only when it is true. */
  when?: string
  settings: unknown
  /** Clauses it serves, the one quoted first. */
  clauses: readonly string[]
  /** A pack that extends this one may make the rule milder. */
  schoolMayRelax?: true
}>

/** A rule a school writes itself, in CEL over the facts (never over raw text). */
export type OwnRule = Readonly<{
  id: string
  when: string
  outcome: Outcome
  mode: Mode
  clause?: string
  because: Said
}>

export type Pack = Readonly<{
  id: string
  title: string
  organisation: string
  language: Language
  /** nl-BE or nl-NL: which words the texts use. */
  region: 'BE' | 'NL'
  contacts: Readonly<Record<string, string>>
  reviewVisibility: 'metadata' | 'findings' | 'full'
  /** Name of the pupil-tracking system in the school's own words ("leerlingvolgsysteem van Smartschool", "ParnasSys"). */
  pupilSystem: string
  clauses: readonly Clause[]
  rules: readonly PackRule[]
  ownRules: readonly OwnRule[]
}>

export type Policy = Readonly<{
  packs: ReadonlyMap<string, Pack>
  /** Pack of one of our domains, else the default pack. */
  packFor(domain: string): Pack
  /** Detector settings of a pack, ready for `inspect`. Rules that are off are absent. */
  settingsOf(pack: Pack): RuleSettings
  exceptions: readonly Exception[]
  /** Every CEL expression of the packs, checked and ready to run. */
  guards: ReadonlyMap<string, Guard>
  /** Changes when any file of it changes. */
  version: string
}>

/** One finding that a rule of the pack turned into an outcome. */
export type Hit = Readonly<{
  /** Rule id, or `own:<id>` for a rule the school wrote. */
  rule: RuleId | `own:${string}`
  mode: Mode
  /** What the mode let through: the outcome that counts. */
  outcome: Outcome
  /** What it would have been in `enforce`. */
  wouldBe: Outcome
  clause?: string
  fix?: Remedy
  /** Absent when its detector failed. */
  finding?: Finding
  /** Why it could not be told whether the rule counts: its detector failed, or a fact that its guard needs is missing. */
  unknown?: string
  /** Exception that took it out of force. */
  exception?: string
  /** Recipients it counts for (lower-cased); all when absent. */
  recipients?: readonly string[]
}>

export type RecipientDecision = Readonly<{ address: string; outcome: Outcome; rules: readonly string[] }>

export type Decision = Readonly<{
  pack: string
  policyVersion: string
  /** Strictest over the recipients. */
  outcome: Outcome
  recipients: readonly RecipientDecision[]
  /** Strictest first. Shadow and excepted hits are kept too. */
  hits: readonly Hit[]
  /** Ids of the colleagues it speaks of, where somebody may have to decide on it: none of them does. */
  named?: readonly string[]
}>

export type Decide = (policy: Policy, pack: Pack, seen: Seen, now: number) => Decision
