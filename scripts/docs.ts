/** Writes what is generated: docs/API.md, docs/EVENTS.md, docs/CLAUSES.md, config/schema/*.json. With --check it only looks, and fails when one is stale. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { clausePage } from '../src/commands/clause-page.ts'
import { shownBy } from '../src/commands/own-letters.ts'
import { ConfigSchema, loadConfig } from '../src/config.ts'
import { apiPage } from '../src/console/api/manual.ts'
import { DETECTORS } from '../src/detectors/detectors.ts'
import { EVENTS } from '../src/log.ts'
import { clauseTable, ExceptionFile, packSchema } from '../src/policy/policy.ts'
import { readRules } from '../src/rulebook.ts'

const ROOT = join(import.meta.dirname, '..')

const eventPage = (): string => {
  const rows = Object.entries(EVENTS).map(([event, meaning]) => `| \`${event}\` | ${meaning} |`)
  return [
    '# Log events',
    '',
    'The log is one JSON object per line on standard error. `event` is one of these, and no other; fields are ids, counts,',
    'rule ids and codes, never subjects, texts, excerpts or people’s addresses.',
    '',
    '| event | what it means, and what to do |',
    '|---|---|',
    ...rows,
    '',
  ].join('\n')
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

const pages = (): Record<string, string> => {
  const { config } = loadConfig({ env: {}, cwd: ROOT })
  const { policy } = readRules(config).rules
  const settings = Object.fromEntries(DETECTORS.map((detector) => [detector.rule, detector.settings]))
  return {
    'docs/EVENTS.md': eventPage(),
    'docs/API.md': apiPage(),
    'docs/CLAUSES.md': clausePage(clauseTable(policy), shownBy),
    'config/schema/pack.schema.json': json(packSchema(settings)),
    'config/schema/exceptions.schema.json': json(z.toJSONSchema(ExceptionFile, { io: 'input' })),
    'config/schema/mailsluis.schema.json': json(z.toJSONSchema(ConfigSchema, { io: 'input' })),
  }
}

const stale = Object.entries(pages()).filter(([name, text]) => {
  const file = join(ROOT, name)
  const there = (() => {
    try {
      return readFileSync(file, 'utf8')
    } catch {
      return ''
    }
  })()
  if (there === text) return false
  if (!process.argv.includes('--check')) writeFileSync(file, text)
  return true
})

for (const [name] of stale) console.log(`${process.argv.includes('--check') ? 'stale' : 'written'}: ${name}`)
if (process.argv.includes('--check') && stale.length > 0) {
  console.log('Run npm run docs and commit what it writes.')
  process.exitCode = 1
}
