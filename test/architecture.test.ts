/** The arrows of the house: who may import whom, and that no folder reaches into another's rooms. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { describe, expect, test } from 'vitest'

const SRC = join(import.meta.dirname, '../src')

// What each folder may see of the others, through their faces only. Data flows down once.
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  message: [],
  attachments: ['message'],
  malware: ['message'],
  directory: ['message'],
  detectors: ['message', 'attachments', 'malware', 'directory'],
  policy: ['detectors', 'directory', 'message', 'attachments'],
  notices: ['message', 'detectors', 'policy'],
  store: ['message'],
  delivery: ['message'],
  queue: ['store', 'delivery', 'message'],
  passwords: [],
  smtp: ['message', 'store', 'passwords'],
  review: ['store', 'policy', 'notices', 'message', 'detectors', 'directory', 'delivery', 'passwords'],
  figures: ['store', 'policy', 'notices', 'review'],
  console: [
    'figures',
    'review',
    'store',
    'queue',
    'policy',
    'notices',
    'directory',
    'message',
    'detectors',
    'delivery',
    'smtp',
  ],
}
/** What stands above the folders for all of them. */
const FOR_ALL = ['log.ts', 'in-time.ts', 'unreadable.ts']
// Same input, same answer: no disk, network, database, clock or log.
const PURE = ['message', 'detectors', 'policy', 'notices']
const IMPURE = /^node:(?:fs|net|tls|http|https|dns|child_process|worker_threads|sqlite|os)(?:\/|$)/

/** `later`: when it is first needed. */
type Import = Readonly<{ from: string; to: string; typeOnly: boolean; later?: boolean }>

const filesBelow = (folder: string): string[] =>
  (readdirSync(folder, { recursive: true }) as string[]).filter((name) => name.endsWith('.ts')).sort()

const importsOf = (file: string): Import[] => {
  const text = readFileSync(join(SRC, file), 'utf8')
  const found = text.matchAll(/^(?:import|export)\s(?<type>type\s)?(?:[^'"`;]*?\sfrom\s)?'(?<to>[^']+)'/gms)
  const later = text.matchAll(/\bawait import\('(?<to>[^']+)'\)/g)
  return [
    ...[...found].map((m) => ({ from: file, to: m.groups!.to!, typeOnly: m.groups!.type !== undefined })),
    ...[...later].map((m) => ({ from: file, to: m.groups!.to!, typeOnly: false, later: true })),
  ]
}

const FILES = filesBelow(SRC)
const IMPORTS = FILES.flatMap(importsOf)
const folderOf = (file: string): string => (file.includes('/') ? file.split('/')[0]! : '')
const targetOf = (i: Import): string => posix.join(dirname(i.from), i.to)

/** Why an import is not allowed; undefined when it is. */
const fault = (i: Import): string | undefined => {
  const folder = folderOf(i.from)
  if (!i.to.startsWith('.'))
    return PURE.includes(folder) && IMPURE.test(i.to) ? 'a pure folder reaches outside' : undefined
  const target = targetOf(i)
  const other = folderOf(target)
  if (folder === '' || folder === 'commands') return undefined
  if (other === '') return FOR_ALL.includes(target) && !PURE.includes(folder) ? undefined : 'a folder looks up'
  const face = `${other}/${other}.ts`
  if (other === folder) return target === face && !i.typeOnly ? 'a room imports a value from its own face' : undefined
  if (!MAY_IMPORT[folder]?.includes(other)) return `${folder} may not know ${other}`
  return target === face ? undefined : `not through the face of ${other}`
}

describe('architecture', () => {
  test('files were found', () => expect(IMPORTS.length).toBeGreaterThan(100))

  test('every import follows the arrows', () => {
    const faults = IMPORTS.flatMap((i) => (fault(i) ? [`${i.from} → ${i.to}: ${fault(i)}`] : []))
    expect(faults).toEqual([])
  })

  test('the rules themselves bite', () => {
    const planted: Import[] = [
      { from: 'message/parse.ts', to: '../policy/policy.ts', typeOnly: false },
      { from: 'detectors/password.ts', to: 'node:fs', typeOnly: false },
      { from: 'detectors/password.ts', to: '../message/words.ts', typeOnly: true },
      { from: 'policy/decide.ts', to: '../log.ts', typeOnly: false },
      { from: 'store/sqlite.ts', to: '../gateway.ts', typeOnly: false },
      { from: 'store/sqlite.ts', to: './store.ts', typeOnly: false },
    ]
    expect(planted.filter((i) => fault(i) === undefined)).toEqual([])
  })

  test('no import cycles at run time', () => {
    const below = new Map(
      FILES.map((f) => [
        f,
        IMPORTS.filter((i) => i.from === f && !i.typeOnly && !i.later && i.to.startsWith('.')).map(targetOf),
      ]),
    )
    const done = new Set<string>()
    const walk = (file: string, path: readonly string[]): string[] => {
      if (path.includes(file)) return [[...path.slice(path.indexOf(file)), file].join(' → ')]
      if (done.has(file)) return []
      const cycles = (below.get(file) ?? []).flatMap((next) => walk(next, [...path, file]))
      done.add(file)
      return cycles
    }
    expect(FILES.flatMap((f) => walk(f, []))).toEqual([])
  })

  test('what most starts never use is loaded when it is first used', () => {
    const reached = new Set<string>()
    const reach = (to: string): void => {
      if (reached.has(to)) return
      reached.add(to)
      for (const i of IMPORTS)
        if (i.from === to && !i.typeOnly && !i.later) reach(i.to.startsWith('.') ? targetOf(i) : i.to)
    }
    for (const start of ['main.ts', 'commands/serve.ts']) reach(start)
    expect([...reached]).toContain('commands/server.ts')
    const late = ['ioredis', 'prom-client', 'sanitize-html', 'openid-client', 'saxes', 'console/pages.ts']
    expect(late.filter((name) => reached.has(name))).toEqual([])
  })

  test('files stay small', () => {
    const lengths = FILES.map((file) => ({ file, lines: readFileSync(join(SRC, file), 'utf8').split('\n').length }))
    expect(lengths.filter(({ lines }) => lines > 500)).toEqual([])
    const sorted = lengths.map(({ lines }) => lines).sort((a, b) => a - b)
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(110)
  })
})
