/**
 * The configuration: each folder's options in one strict tree.
 *
 * A YAML file (`--config FILE` or MAILSLUIS_CONFIG), over it the environment (`MAILSLUIS_SMTP_PORT`, …), under it the
 * defaults. A typo stops the start with line and column. Relative paths count from the configuration file.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { AttachmentOptions } from './attachments/attachments.ts'
import { readSource, type Source } from './config-source.ts'
import { problemsOf } from './config-words.ts'
import { ConsoleOptions } from './console/console.ts'
import { DeliveryOptions } from './delivery/delivery.ts'
import { readEnvironment, type Setting, settingsOf } from './environment.ts'
import { FiguresOptions } from './figures/figures.ts'
import { MalwareOptions } from './malware/malware.ts'
import { QueueOptions } from './queue/queue.ts'
import { ReviewOptions } from './review/review.ts'
import { SmtpOptions } from './smtp/smtp.ts'
import { StoreOptions } from './store/store.ts'

/** The folder that `config/` of this release lies in. */
const HOME = resolve(dirname(fileURLToPath(import.meta.url)), '..')

const DirectoryOptions = z.strictObject({
  file: z
    .string()
    .default('')
    .describe(
      'The school directory, JSON or YAML. Empty: none; without any configuration of your own, the demo school.',
    ),
  hashKey: z.string().optional().describe('Key of private addresses that are given as hashes.'),
})

const PolicyOptions = z.strictObject({
  from: z
    .enum(['files', 'store'])
    .default('files')
    .describe(
      'Where a server takes packs, lexicons, exceptions and directory from. files: those named here, read again when they change. store: what `mailsluis policy publish` put into the store last, the same on all nodes.',
    ),
  folder: z
    .string()
    .default('')
    .describe('Folder of the policy packs (*.yaml). Empty: the five packs of this release.'),
  lexicons: z.string().default('').describe('Folder of the lexicons (*.txt). Empty: those of this release.'),
  model: z
    .enum(['on', 'off'])
    .default('on')
    .describe(
      'Whether sentences are also weighed as a whole, by the model of this release (config/model), which finds what no single word tells. off: words and grammar alone.',
    ),
  domains: z
    .record(z.string(), z.string())
    .default({})
    .describe("Pack of each of our domains. Empty: as the directory's `domains` and `policies` say."),
  default: z.string().default('moretus-ekeren').describe('Pack of a domain that names none.'),
  exceptions: z
    .string()
    .default('')
    .describe('File of exceptions: rule × sender × recipient, with reason, owner and last day. Empty: none.'),
})

const NoticeOptions = z.strictObject({
  fromName: z.string().default('Mailsluis').describe('Name our notices come from.'),
  fromAddress: z
    .string()
    .default('')
    .describe("Address our notices come from. Empty: postmaster@ the sender's domain."),
})

const NodeOptions = z.strictObject({
  deadAfterSeconds: z
    .number()
    .min(1)
    .max(600)
    .default(15)
    .describe('A process that gives no sign of life for so long counts as dead; the others on its store do its work.'),
  leaveSeconds: z
    .number()
    .min(0)
    .max(600)
    .default(0)
    .describe(
      'When asked to stop: so long /readyz answers 503 while mail is still taken, so that a load balancer looks elsewhere.',
    ),
})

export const ConfigSchema = z.strictObject({
  hostname: z.string().default('').describe('Host name in our greeting and Received line. Empty: the machine’s own.'),
  var: z.string().default('var').describe('Folder for everything Mailsluis writes.'),
  processes: z.coerce
    .string()
    .regex(/^(?:auto|[1-9][0-9]?)$/, 'must be auto, or a number from 1 to 99')
    .default('1')
    .describe('Processes that share the work of this machine. auto: one for each core.'),
  nodes: NodeOptions.prefault({}),
  smtp: SmtpOptions.prefault({}),
  delivery: DeliveryOptions.prefault({}),
  queue: QueueOptions.prefault({}),
  store: StoreOptions.prefault({}),
  directory: DirectoryOptions.prefault({}),
  policy: PolicyOptions.prefault({}),
  attachments: AttachmentOptions.prefault({}),
  malware: MalwareOptions.prefault({}),
  review: ReviewOptions.prefault({}),
  notices: NoticeOptions.prefault({}),
  figures: FiguresOptions.prefault({}),
  console: ConsoleOptions.prefault({}),
  log: z
    .strictObject({
      level: z.enum(['debug', 'info', 'warn', 'error']).default('info').describe('What is logged.'),
      format: z
        .enum(['auto', 'json', 'text'])
        .default('auto')
        .describe('json: one object per line; text: for reading; auto: text on a terminal, else json.'),
    })
    .prefault({}),
})
export type Config = z.infer<typeof ConfigSchema> & Readonly<{ file: string; demo: boolean }>

/** Every problem at once, each with its place and what to do. */
export class ConfigError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`The configuration cannot be used:\n${problems.map((p) => `  ${p}`).join('\n')}`)
    this.problems = problems
  }
}

const absolute = (base: string, path: string): string => (path === '' ? '' : resolve(base, path))

/** Every setting that names a file (certFile, passwordFile, …), made absolute. */
const withAbsoluteFiles = <T>(value: T, base: string): T => {
  if (Array.isArray(value)) return value.map((item) => withAbsoluteFiles(item, base)) as T
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => [
    key,
    typeof inner === 'string' && key.endsWith('File') ? absolute(base, inner) : withAbsoluteFiles(inner, base),
  ])
  return Object.fromEntries(entries) as T
}

/** A folder stands for the directory file in it. */
export const directoryIn = (path: string): string =>
  ['directory.json', 'directory.yaml', 'directory.yml']
    .map((name) => join(path, name))
    .find((file) => path !== '' && existsSync(file)) ?? path

/** Paths made absolute, empty ones given what this release brings along. */
const settle = (config: z.infer<typeof ConfigSchema>, base: string, file: string): Config => {
  // Whoever named domains or a file of settings has a school; only a newcomer gets the demo one.
  const demo = config.directory.file === '' && file === '' && Object.keys(config.policy.domains).length === 0
  return {
    ...config,
    file,
    demo,
    hostname: config.hostname || hostname(),
    var: resolve(base, config.var),
    smtp: withAbsoluteFiles(config.smtp, base),
    delivery: withAbsoluteFiles(config.delivery, base),
    store: withAbsoluteFiles(config.store, base),
    directory: {
      ...config.directory,
      file: demo ? join(HOME, 'config/demo/directory.json') : directoryIn(absolute(base, config.directory.file)),
    },
    review: {
      ...config.review,
      calendar: {
        ...config.review.calendar,
        folder: absolute(base, config.review.calendar.folder) || join(HOME, 'config/calendars'),
      },
    },
    policy: {
      ...config.policy,
      folder: absolute(base, config.policy.folder) || join(HOME, 'config/policies'),
      exceptions: absolute(base, config.policy.exceptions),
      lexicons: absolute(base, config.policy.lexicons) || join(HOME, 'config/lexicons'),
    },
  }
}

export type ConfigInput = Readonly<{
  file?: string | undefined
  directory?: string | undefined
  env: NodeJS.ProcessEnv
  cwd: string
}>

const NO_FILE: Source = { tree: {}, place: () => 'defaults' }

const openSource = (file: string): Source => {
  const source = readSource(file)
  if ('problems' in source) throw new ConfigError(source.problems)
  return source
}

/** Configuration and warnings (unknown environment variables). Throws `ConfigError`. */
export const loadConfig = (input: ConfigInput): { config: Config; warnings: readonly string[] } => {
  const name = input.file ?? input.env.MAILSLUIS_CONFIG
  const file = name ? resolve(input.cwd, name) : ''
  const base = file ? dirname(file) : input.cwd
  const source = file ? openSource(file) : NO_FILE
  const tree = { ...source.tree }
  const { values, warnings, problems } = readEnvironment(ConfigSchema, input.env, input.cwd)
  for (const { path, value } of values) setIn(tree, path, value)
  // A path in the environment or on the command line counts from where one stands, not from the file.
  if (input.directory) setIn(tree, ['directory', 'file'], resolve(input.cwd, input.directory))
  const parsed = ConfigSchema.safeParse(tree)
  const found = problemsOf(ConfigSchema, parsed.error?.issues ?? []).map(({ path, key, words }) => {
    const setting = path.join('.')
    const variable = values.find((value) => value.path.join('.') === setting)?.name
    return `${variable ?? `${source.place(path, key)}: ${setting}`}: ${words}`
  })
  if (found.length > 0 || problems.length > 0) throw new ConfigError([...problems, ...found])
  return { config: settle(parsed.data!, base, file), warnings }
}

const setIn = (tree: Record<string, unknown>, path: readonly string[], value: unknown): void => {
  const [head, ...rest] = path as [string, ...string[]]
  if (rest.length === 0) tree[head] = value
  else {
    const below = tree[head]
    const next = typeof below === 'object' && below !== null && !Array.isArray(below) ? { ...below } : {}
    tree[head] = next
    setIn(next as Record<string, unknown>, rest, value)
  }
}

/** Files of a folder with one ending, by name; what policy and lexicons are loaded from. */
export const readFolder = (folder: string, ending: string): { name: string; text: string }[] => {
  if (!existsSync(folder)) throw new ConfigError([`${folder}: this folder does not exist`])
  return (
    readdirSync(folder)
      // Editors leave their own files while somebody types (.#pack.yaml, .pack.yaml.swp).
      .filter((name) => name.endsWith(ending) && !name.startsWith('.'))
      .sort()
      .map((name) => ({ name: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }))
  )
}

/** The manual of every setting. */
export const describeConfig = (): readonly Setting[] => settingsOf(ConfigSchema)
