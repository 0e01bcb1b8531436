/** Counts of mail by school, day and week: what the overview draws. Nothing of it is about a person. */
import { z } from 'zod'
import { addDays, daysUntil, glanceAt, isWeek, mondayOf, sumOf, weekOf, weeksUntil } from '../../figures/figures.ts'
import { isOfSchool } from '../../review/review.ts'
import { answer, type Call, type Operation, operation } from './operation.ts'
import { PAGE } from './paging.ts'
import { Problem } from './problems.ts'

const Many = z.int().min(0)
const Rules = z.array(z.object({ rule: z.string(), messages: Many }))

const Figure = z.object({
  period: z.string().describe('A day (2026-11-23) or a week (2026-W48), by the clock of the school.'),
  school: z.string().describe('The domain of the school; empty for mail of no school, such as bounces.'),
  messages: Many,
  bytes: Many,
  outcomes: z
    .object({ forward: Many, notify: Many, hold: Many, bounce: Many })
    .describe('Messages, by their strictest.'),
  rules: Rules.describe('Messages in which a rule in force hit.'),
  shadow: Rules.describe('Messages in which a rule on trial would have hit.'),
  endings: z
    .object({ released: Many, mended: Many, returned: Many, withdrawn: Many, expired: Many, remedied: Many })
    .describe('How what was held or returned came to its end.'),
  answers: z.object({ delivered: Many, retry: Many, failed: Many }).describe('What next hops said, by recipient.'),
})

const Figures = answer(
  'Figures',
  z.object({
    items: z.array(Figure).describe('The newest period first. A period without mail is not there.'),
    next: z.string().nullable().describe('`after` of the page that follows; null when this is the last.'),
  }),
)

const School = z.string().min(1).max(255).toLowerCase().optional().describe('Only this one, by its domain.')
const queryWith = <T extends z.ZodType<string | undefined>>(after: T) =>
  z.strictObject({
    limit: PAGE.limit.describe('How many periods at most, those without mail among them.'),
    after: after.describe('What came before this period: `next` of the page before.'),
    school: School,
  })
const ByDay = queryWith(z.iso.date().optional())
const ByWeek = queryWith(z.string().refine(isWeek, 'must be a week, as 2026-W48').optional())
type Query = z.output<typeof ByDay>

/** Older ones are kept nowhere. */
const MOST_DAYS = 62
const MOST_WEEKS = 530

/** Periods from the newest on, and whether there may be more. */
type Page = (
  today: string,
  after: string | undefined,
  limit: number,
) => Readonly<{ periods: readonly string[]; more: boolean }>

const days: Page = (today, after, limit) => {
  const periods = daysUntil(after === undefined ? today : addDays(after, -1), limit).toReversed()
  return { periods, more: periods.at(-1)! > addDays(today, -MOST_DAYS) }
}
const weeks: Page = (today, after, limit) => {
  const last = after === undefined ? weekOf(today) : weekOf(addDays(mondayOf(after), -7))
  const periods = weeksUntil(last, limit).toReversed()
  return { periods, more: mondayOf(periods.at(-1)!) > addDays(today, -7 * MOST_WEEKS) }
}

const figureOf = (period: string, school: string, own: Parameters<typeof sumOf>[0]): z.input<typeof Figure> => {
  const { messages, bytes, outcomes, rules, shadow, endings, answers } = glanceAt(sumOf(own))
  return { period, school, messages, bytes, outcomes, rules: [...rules], shadow: [...shadow], endings, answers }
}

const list =
  (page: Page) =>
  async ({ actor, parts, query: { limit, after, school } }: Call<unknown, Query, unknown>) => {
    if (school !== undefined && !isOfSchool(actor.schools, school))
      throw new Problem('not-allowed', 'This token is limited to other schools.')
    const schools = school === undefined ? (actor.schools.length > 0 ? actor.schools : undefined) : [school]
    const { periods, more } = page(parts.figures.today(), after, limit)
    const found = await parts.figures.read(
      periods,
      schools?.map((one) => one.toLowerCase()),
    )
    const items = periods.flatMap((period) => {
      const bySchool = Map.groupBy(
        found.filter((figure) => figure.period === period),
        (figure) => figure.school,
      )
      return [...bySchool]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([domain, own]) => figureOf(period, domain, own))
    })
    return { items, next: more ? periods.at(-1)! : null }
  }

const AREA = { area: 'Figures', method: 'get', scope: 'figures:read' } as const
const SAYS = 'A token that is limited to schools gets those. Counts may be some seconds late.'

export const FIGURES: readonly Operation[] = [
  operation({
    ...{ ...AREA, path: '/figures/days', name: 'figuresByDay' },
    perMinute: 60,
    summary: 'What was counted each day in each school; days are kept for two months.',
    says: SAYS,
    problems: ['not-allowed'],
    query: ByDay,
    example: { query: 'limit=7' },
    answers: Figures,
    handle: list(days),
  }),
  operation({
    ...{ ...AREA, path: '/figures/weeks', name: 'figuresByWeek' },
    perMinute: 60,
    summary: 'What was counted each week in each school; weeks are kept for figures.months.',
    says: SAYS,
    problems: ['not-allowed'],
    query: ByWeek,
    example: { query: 'limit=4' },
    answers: Figures,
    handle: list(weeks),
  }),
]
