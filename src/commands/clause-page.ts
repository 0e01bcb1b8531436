/** docs/CLAUSES.md: clause by clause what the gateway does, and what shows it. */
import { type ClauseRow, coverageOf, type Words, wordsIn } from '../policy/policy.ts'
import { line } from './terminal.ts'

type KeptBy = ClauseRow['rules'][number]

const MODES = { advise: 'advice only', shadow: 'recorded only', off: 'off' } as const

const ruleInWords = ({ rule, mode, outcome, categories, fix, when }: KeptBy): string => {
  const words = [
    mode === 'enforce' ? outcome : MODES[mode],
    ...Object.entries(categories)
      .filter(([, one]) => one !== outcome)
      .map(([category, one]) => `${category}: ${one}`),
    ...(fix === undefined ? [] : [`offers ${fix}`]),
    ...(when === undefined ? [] : [`when ${when}`]),
  ]
  return `${rule} (${words.join('; ')})`
}

const inEnglish = (before: string, words: Words | undefined): string =>
  words === undefined ? '' : `${before}: ${wordsIn(words, 'en')[0]}`

/** What a clause gets. */
export const whatIsDone = ({ rules, duty, notYet, outside }: ClauseRow): string =>
  [
    rules.map(ruleInWords).join(', '),
    inEnglish('duty', duty),
    inEnglish('NOT YET', notYet),
    inEnglish('outside', outside),
  ]
    .filter(Boolean)
    .join('; ')

const isKept = (row: ClauseRow): boolean => ['enforced', 'advised'].includes(coverageOf(row))

const COUNTED: readonly (readonly [string, (row: ClauseRow) => boolean])[] = [
  ['clauses', () => true],
  ['kept by rules', isKept],
  ['duty of the gateway', (row) => !isKept(row) && row.duty !== undefined],
  ['outside', (row) => row.outside !== undefined],
  ['not wholly done yet', (row) => row.notYet !== undefined],
]

const tableOf = (rows: readonly (readonly string[])[]): string =>
  rows.map((cells) => line(`| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)).join('')

const summary = (packs: ReadonlyMap<string, readonly ClauseRow[]>): string => {
  const count = (rows: readonly ClauseRow[]): string[] => COUNTED.map(([, is]) => `${rows.filter(is).length}`)
  return tableOf([
    ['pack', ...COUNTED.map(([name]) => name)],
    Array.from({ length: COUNTED.length + 1 }, () => '---'),
    ...[...packs].map(([pack, rows]) => [pack, ...count(rows)]),
    ['all', ...count([...packs.values()].flat())],
  ])
}

/** `shownBy`: the letters and tests that show a clause kept. */
export const clausePage = (rows: readonly ClauseRow[], shownBy: (clause: string) => readonly string[]): string => {
  const packs = Map.groupBy(rows, ({ pack }) => pack)
  const cells = (row: ClauseRow): string[] => [
    row.clause,
    row.section,
    whatIsDone(row),
    shownBy(row.clause)
      .map((file) => `\`${file}\``)
      .join(', ') || '–',
  ]
  const chapter = ([pack, own]: readonly [string, readonly ClauseRow[]]): string =>
    [
      line(`## ${pack}`),
      line(),
      tableOf([
        ['clause', 'section', 'what the gateway does', 'shown by'],
        ['---', '---', '---', '---'],
        ...own.map(cells),
      ]),
    ].join('')
  return [
    line('# Every clause, and what the gateway does with it'),
    line(),
    line(
      'Written by `mailsluis policy clauses --markdown`; a test fails when it is stale. `*.trip.eml` is a letter that breaks the',
    ),
    line(
      'clause and is caught, `*.pass.eml` one that only looks like it and is forwarded without a word; both lie in `test/clauses/`.',
    ),
    line(),
    [summary(packs), ...[...packs].map(chapter)].join('\n'),
  ].join('')
}
