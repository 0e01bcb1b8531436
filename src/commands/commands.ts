/** The command line. `run` gives the exit code: 0 well, 2 wrong usage or configuration, others as each command says. */
import { Command, CommanderError } from 'commander'
import { ConfigError, loadConfig } from '../config.ts'
import { DirectoryError } from '../directory/directory.ts'
import { PolicyError, suggest } from '../policy/policy.ts'
import { StoreFull, StoreUnusable } from '../store/store.ts'
import type { Context } from './context.ts'
import { addCommands, type Wiring } from './grammar.ts'
import { type Terminal, UsageError } from './terminal.ts'

export type { Terminal } from './terminal.ts'

const EXIT = { usage: 2, trouble: 1 } as const

type Globals = { config?: string; directory?: string }

const VERSION = '0.1.0'

/** A word that is no command ends up as an argument of the command that runs without one. */
const refuseStrangers = (command: Command): void => {
  const stranger = command.registeredArguments.length === 0 ? command.args[0] : undefined
  if (stranger === undefined) return
  const group = command.commands.length > 0 ? command : (command.parent ?? command)
  const known = group.commands.map((one) => one.name())
  throw new UsageError(
    stranger.startsWith('-')
      ? `There is no option "${stranger}". mailsluis ${command.name()} --help lists them.`
      : `There is no command "${stranger}". ${suggest(stranger, known)}`,
  )
}

const contextOf = (terminal: Terminal, command: Command): Context => {
  const globals = command.optsWithGlobals<Globals>()
  const { config, warnings } = loadConfig({
    file: globals.config,
    directory: globals.directory,
    env: terminal.env,
    cwd: terminal.cwd,
  })
  for (const warning of warnings) terminal.err(`${warning}\n`)
  return { terminal, config }
}

const wiringOf = (terminal: Terminal, finish: (code: number) => void): Wiring => ({
  // Commander gives positional arguments, then options, then the command.
  act:
    <A extends unknown[]>(action: (context: Context, ...args: A) => Promise<number> | number) =>
    async (...given: unknown[]): Promise<void> => {
      const command = given.at(-1) as Command
      refuseStrangers(command)
      finish(await action(contextOf(terminal, command), ...(given.slice(0, -1) as A)))
    },
  bare: (action) => async () => finish(await action(terminal)),
})

/** The parser's own sentence in our words. */
const plainly = (text: string): string =>
  text
    .replace(/^error: unknown command '([^']{0,200})'\n?(?:\(Did you mean ([^?]{1,200})\?\))?/, (_, word, near) =>
      near ? `There is no command "${word}". Did you mean "${near}"?` : `There is no command "${word}".`,
    )
    .replace(/^error: missing required argument '([^']{0,80})'/, 'Something is missing: $1.')
    .replace(/^error: required option '([^']{0,80})' not specified/, 'Something is missing: $1.')
    .replace(/^error: option '([^']{0,80})' argument missing/, 'Something is missing after $1.')
    .replace(/^error: unknown option '([^']{0,80})'/, 'There is no option "$1".')
    .replace(
      /^error: too many arguments[^.]{0,80}\. Expected \d+ arguments? but got \d+: /,
      'That is more than it takes: ',
    )
    .replace(/^error: /, '')

/** Where a mistake is told, so is the help of that very command. */
const nameHelp = (command: Command, path: string): void => {
  command.showHelpAfterError(`${path} --help tells how.`)
  for (const one of command.commands) nameHelp(one, `${path} ${one.name()}`)
}

const build = (terminal: Terminal, finish: (code: number) => void): Command => {
  const program = new Command('mailsluis')
    .description(
      'A mail lock for schools: outgoing mail is read, held against the school’s own policy, and forwarded, held or returned.',
    )
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .option('--config <FILE>', 'configuration file (or MAILSLUIS_CONFIG)')
    .option(
      '--directory <FILE>',
      'school directory file, or a folder with directory.json in it (or MAILSLUIS_DIRECTORY)',
    )
    .exitOverride()
    .configureOutput({
      writeOut: terminal.out,
      writeErr: terminal.err,
      outputError: (text, write) => write(plainly(text)),
    })
  addCommands(program, wiringOf(terminal, finish))
  nameHelp(program, 'mailsluis')
  return program
}

/** Errors a person can mend are told in words; anything else is a fault of ours and shows where. */
const explainError = (error: unknown): { text: string; code: number } => {
  if (error instanceof UsageError) return { text: error.message, code: EXIT.usage }
  const known = [ConfigError, DirectoryError, PolicyError].some((kind) => error instanceof kind)
  if (known) return { text: (error as Error).message, code: EXIT.usage }
  if (error instanceof StoreUnusable || error instanceof StoreFull) return { text: error.message, code: EXIT.trouble }
  const text = error instanceof Error ? (error.stack ?? error.message) : 'unknown trouble'
  return { text: `Something went wrong inside Mailsluis. Please report this:\n${text}`, code: EXIT.trouble }
}

export const run = async (argv: readonly string[], terminal: Terminal): Promise<number> => {
  let code = 0
  try {
    await build(terminal, (given) => {
      code = given
    }).parseAsync([...argv], { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT.usage
    const told = explainError(error)
    terminal.err(`${told.text}\n`)
    return told.code
  }
}
