/** The form of a pack file. Its descriptions are the manual that an editor shows. */
import { z } from 'zod'
import { RULES, type RuleId } from '../detectors/detectors.ts'
import { LANGUAGES, type Language } from '../message/message.ts'
import { describeFacts } from './facts.ts'
import { compileGuard } from './guards.ts'
import { MODES, OUTCOMES } from './outcomes.ts'

/** What a pack may set for each detector; a rule without a schema here takes its settings unchecked. */
export type SettingsSchemas = Readonly<Partial<Record<RuleId, z.ZodType>>>

const text = z.string().trim().min(1)
const Outcome = z.enum(OUTCOMES)
const Mode = z.enum(MODES)
const Remedy = z.enum(['move-to-bcc', 'add-signature', 'drop-quoted', 'send-separately', 'confirm'])
const Rule = z.enum(RULES)

/** A school writes it in its own language at least: a further language of this program breaks no pack. */
const Because = z
  .strictObject(
    Object.fromEntries(LANGUAGES.map((language) => [language, text.optional()])) as Record<
      Language,
      z.ZodOptional<typeof text>
    >,
  )
  .refine((said) => Object.keys(said).length > 0, 'Say it in one language at least.')
  .describe('One sentence for the sender: what was seen. Who reads another language gets that of the pack.')

/** A text alone is in the language of the pack. */
const Words = z.union([
  text,
  z
    .partialRecord(z.enum(LANGUAGES), text)
    .refine((said) => Object.keys(said).length > 0, 'Say it in one language at least.'),
])

const Guard = text
  .superRefine((expression, context) => {
    const compiled = compileGuard(expression)
    if (!('problem' in compiled)) return
    const { message, offset } = compiled.problem
    context.addIssue({ code: 'custom', message: `In this expression: ${message}`, params: { offset } })
  })
  .describe(`CEL expression over these facts, true or false:\n${describeFacts()}`)

const Clause = z
  .strictObject({
    id: text.describe('Short name of the clause; no other clause of the pack has it.'),
    section: text.describe("Section of the school's document."),
    quote: text.describe('What the document says, word for word. Senders read it.'),
    quotes: z
      .partialRecord(Rule, text)
      .optional()
      .describe('Another passage of it, word for word, by rule: what senders read where the first would be unjust.'),
    rules: z.array(Rule).min(1).optional().describe('Rules that enforce it.'),
    categories: z
      .array(text)
      .min(1)
      .optional()
      .describe('Kinds of finding it is about, where several clauses share a rule: then the fitting one is quoted.'),
    action: Outcome.optional().describe(
      'Outcome when one of its rules fires. A rule takes the strictest of its clauses.',
    ),
    fix: Remedy.optional().describe('What the sender can do in one step.'),
    duty: Words.optional().describe('What the gateway does for it in another way than by a rule.'),
    notYet: Words.optional().describe('What of the duty is not done yet.'),
    outside: Words.optional().describe('Why no message can show whether it is kept.'),
    note: text.optional().describe('How it is read.'),
  })
  .superRefine(({ rules, quotes = {}, action, duty, notYet, outside }, context) => {
    const say = (message: string): void => context.addIssue({ code: 'custom', message })
    const strange = Object.keys(quotes).filter((rule) => !rules?.some((own) => own === rule))
    if (strange.length > 0)
      say(`"quotes" names ${strange.join(', ')}, which this clause does not. Name it in "rules" too.`)
    if (!rules && !duty && !outside)
      say('No rule enforces this clause. Name "rules", or say in "duty" or "outside" why not.')
    if (notYet && !duty) say('This clause has "notYet" and no "duty". Say first what is to be done.')
    if (rules && outside) say('This clause has both "rules" and "outside". Keep one of them.')
    if (rules && !action) say('This clause has rules and no "action". Add forward, notify, hold or bounce.')
    if (!rules && action) say('This clause has an "action" and no "rules". Name the rules, or leave the action out.')
  })

const RuleEntry = z.strictObject({
  mode: Mode.optional().describe(
    'enforce: it counts. advise: the sender is advised at most. shadow: recorded, nothing is done. off: not looked for.',
  ),
  outcome: Outcome.optional().describe('Outcome when it fires; without it, the strictest action of its clauses.'),
  categories: z.record(z.string(), Outcome).optional().describe('Outcome per kind of finding, where it differs.'),
  unsure: Outcome.optional().describe('Outcome of a finding that is not sure; without it, hold instead of bounce.'),
  fix: Remedy.optional().describe('What the sender can do in one step; without it, the fix of its clauses.'),
  when: Guard.optional(),
  settings: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('What the rule looks for; each rule has its own settings.'),
  clauses: z
    .array(text)
    .min(1)
    .optional()
    .describe('Clauses to quote, the first one first; without it, those that name the rule.'),
  schoolMayRelax: z.boolean().optional().describe('A pack that extends this one may make the rule milder.'),
})

const OwnRule = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9]{1,32}(?:-[a-z0-9]{1,32}){0,8}$/, 'An id is small letters and digits, with hyphens between.'),
    when: Guard,
    outcome: Outcome,
    mode: Mode.default('enforce'),
    clause: text.optional().describe('Clause to quote.'),
    because: Because,
  })
  .describe('A rule of your own, over facts.')

const ruleEntries = Object.fromEntries(RULES.map((rule) => [rule, RuleEntry.optional()])) as Record<
  RuleId,
  z.ZodOptional<typeof RuleEntry>
>

export const PackFile = z
  .strictObject({
    extends: text
      .optional()
      .describe('Pack of the board that this school follows. What is left out here is as it is there.'),
    title: text.optional().describe("Title of the school's document."),
    organisation: text.optional(),
    language: z.enum(LANGUAGES).optional().describe('Language of the notices when the reader has no other.'),
    region: z.enum(['BE', 'NL']).optional().describe('Flemish or Netherlands Dutch words.'),
    contacts: z
      .record(z.string(), z.email())
      .optional()
      .describe('Whom to ask: data-leak, privacy-officer and others.'),
    reviewVisibility: z
      .enum(['metadata', 'findings', 'full'])
      .optional()
      .describe('How much of a held message a reviewer may see.'),
    pupilSystem: text.optional().describe("Where sensitive pupil data belong, in the school's own words."),
    note: text.optional(),
    rules: z.strictObject(ruleEntries).optional().describe('Only what does not follow from the clauses.'),
    clauses: z.array(Clause).optional(),
    ownRules: z.array(OwnRule).optional(),
  })
  .describe(
    "The policy of one school document: its clauses and the rules that enforce them. The file's name is the pack's id.",
  )

export type PackFile = z.infer<typeof PackFile>
export type RuleEntry = z.infer<typeof RuleEntry>

/** JSON Schema of a pack file, for completion and checking in an editor. Draft 7 is what YAML editors know. */
export const packSchema = (settings: SettingsSchemas = {}): object => {
  const entries = Object.entries(settings).map(([rule, schema]) => [
    rule,
    RuleEntry.extend({ settings: (schema as z.ZodType).optional() }).optional(),
  ])
  const file = PackFile.extend({ rules: z.strictObject({ ...ruleEntries, ...Object.fromEntries(entries) }).optional() })
  return z.toJSONSchema(file, { target: 'draft-7', io: 'input', reused: 'ref', unrepresentable: 'any' })
}
