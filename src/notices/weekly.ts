/** The letter about a week: counts and sizes. No content, and nobody by name (KI-10-counts). */
import type { Language } from '../message/message.ts'
import type { Pack } from '../policy/policy.ts'
import { type Block, type Letter, type Row, titled } from './letter.ts'
import type { Identity, Notice } from './notices.ts'
import { post } from './post.ts'
import { counted, fill } from './texts/catalogue.ts'
import { TEXTS } from './texts/texts.ts'
import { WEEKLY } from './texts/weekly.ts'

export type WeekFacts = Readonly<{
  messages: number
  bytes: number
  outcomes: Readonly<Record<'forward' | 'notify' | 'hold' | 'bounce', number>>
  endings: Readonly<Record<'released' | 'mended' | 'returned' | 'withdrawn' | 'expired', number>>
  /** 0–1; undefined of too few. */
  falseAlarms: number | undefined
  /** School minutes; undefined of too few. */
  wait: Readonly<{ median: number; most: number }> | undefined
  rules: readonly Readonly<{ rule: string; messages: number }>[]
}>

export type Week = Readonly<{
  identity: Identity
  pack: Pack
  to: string
  /** "2026-W48", and its Monday and Sunday. */
  week: string
  days: Readonly<{ from: string; until: string }>
  /** The schools it is about; empty: all. */
  schools: readonly string[]
  facts: WeekFacts
  now: number
}>

const MOST_RULES = 5
/** Below it a number in a small school comes near a person. */
const FEW = 5
const MOST_NAMED = 5

const localeOf = ({ language, region }: Pick<Pack, 'language' | 'region'>): string =>
  language === 'en' ? 'en-GB' : `${language}-${region}`

/** Days are days wherever the reader is. */
const sayDay = (day: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: 'numeric', month: 'long' }).format(Date.parse(day))

export const saySchoolTime = (minutes: number, locale: string): string => {
  const isHours = minutes >= 90
  const unit = { style: 'unit', unit: isHours ? 'hour' : 'minute', unitDisplay: 'long' } as const
  const value = isHours ? minutes / 60 : Math.max(1, Math.round(minutes))
  return new Intl.NumberFormat(locale, { ...unit, maximumFractionDigits: isHours ? 1 : 0 }).format(value)
}

export const saySize = (bytes: number, locale: string): string => {
  const units = [['gigabyte', 1e9] as const, ['megabyte', 1e6] as const]
  const [unit, size] = units.find(([, least]) => bytes >= least) ?? (['kilobyte', 1e3] as const)
  const style = { style: 'unit', unit, unitDisplay: 'short' } as const
  return new Intl.NumberFormat(locale, { ...style, maximumFractionDigits: 1 }).format(bytes / size)
}

export const saySome = (n: number, few: string, locale: string): string =>
  n > 0 && n < FEW ? few : new Intl.NumberFormat(locale).format(n)

const titleOf = (rule: string, language: Language): string =>
  (TEXTS[language].rules as Readonly<Record<string, { title: string }>>)[rule]?.title ?? rule.replace(/^own:/, '')

const rowsOf = ({ outcomes, bytes, endings, falseAlarms, wait }: WeekFacts, pack: Pack): readonly Row[] => {
  const words = WEEKLY[pack.language]
  const locale = localeOf(pack)
  const number = new Intl.NumberFormat(locale)
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
  const time = (minutes: number): string => saySchoolTime(minutes, locale)
  const { released, mended, returned, withdrawn, expired } = endings
  const ends = { released: released + mended, returned, withdrawn, expired }
  const isQuiet = outcomes.hold === 0 && Object.values(ends).every((n) => n === 0)
  const decisions = [
    { label: words.decided, text: fill(words.decidedHow, ends) },
    { label: words.falseAlarms, text: falseAlarms === undefined ? words.tooFew : percent.format(falseAlarms) },
    {
      label: words.wait,
      text: wait ? fill(words.waitHow, { median: time(wait.median), most: time(wait.most) }) : words.tooFew,
    },
  ]
  return [
    ...(['forward', 'notify', 'hold', 'bounce'] as const).map((outcome) => ({
      label: words.outcomes[outcome],
      text: number.format(outcomes[outcome]),
    })),
    { label: words.size, text: saySize(bytes, locale) },
    ...(isQuiet ? [] : decisions),
  ]
}

const rulesOf = ({ rules }: WeekFacts, pack: Pack): readonly Block[] => {
  const words = WEEKLY[pack.language]
  if (rules.length === 0) return []
  const rows = rules.slice(0, MOST_RULES).map(({ rule, messages }) => ({
    label: titleOf(rule, pack.language),
    text: saySome(messages, words.few, localeOf(pack)),
  }))
  return [
    { is: 'heading', text: words.rules },
    { is: 'rows', rows },
  ]
}

export const weeklyNotice = ({ identity, pack, to, week, days, schools, facts, now }: Week): Notice => {
  const { language } = pack
  const words = WEEKLY[language]
  const locale = localeOf(pack)
  const label = TEXTS[language].phrases.labels.weekly
  const dates = { from: sayDay(days.from, locale), until: sayDay(days.until, locale) }
  const period = fill(words.week, { week: Number(week.slice(6)), ...dates })
  const url = `${identity.url}/overview/week/${week}`
  const named = schools.slice(0, MOST_NAMED).join(', ') + (schools.length > MOST_NAMED ? ', …' : '')
  const letter: Letter = {
    kind: 'weekly',
    language,
    label: schools.length === 0 ? label : titled(label, named, language),
    subject: titled(label, period, language),
    lead: counted(words.lead, facts.messages, { period, count: new Intl.NumberFormat(locale).format(facts.messages) }),
    blocks: [
      { is: 'rows', rows: rowsOf(facts, pack) },
      ...rulesOf(facts, pack),
      ...(identity.url === '' ? [] : [{ is: 'button', label: words.button, url, note: '' } as const]),
      { is: 'small', text: words.small },
    ],
  }
  return post(letter, { identity, to, mailId: week, messageId: '', now, apart: to })
}
