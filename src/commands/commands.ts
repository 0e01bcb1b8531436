/** The command line. `run` gives the exit code: 0 well, 2 wrong usage or configuration, others as each command says. */
import { Command, CommanderError, Option } from 'commander'
import { ConfigError, loadConfig } from '../config.ts'
import { DirectoryError } from '../directory/directory.ts'
import { PolicyError } from '../policy/policy.ts'
import { StoreFull, StoreUnusable } from '../store/store.ts'
import { auditExport, auditVerify } from './audit.ts'
import { check } from './check.ts'
import { configDescribe, configShow } from './config.ts'
import type { Context } from './context.ts'
import { directoryCheck } from './directory.ts'
import { doctor } from './doctor.ts'
import { heldList, heldRelease, heldReturn, heldShow } from './held.ts'
import { policyClauses, policyLint, policyRules } from './policy.ts'
import { queueList, queueRetry, queueShow } from './queue.ts'
import { serve } from './serve.ts'
import { type Terminal, UsageError } from './terminal.ts'
import { userAdd, userList, userReset } from './user.ts'

export type { Terminal } from './terminal.ts'

export const EXIT = { usage: 2, unreadable: 3, trouble: 1 } as const

type Globals = { config?: string; directory?: string }

const VERSION = '0.1.0'

/** Each command with its configuration loaded, its exit code kept. */
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
    .showHelpAfterError('(mailsluis --help lists the commands)')
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })

  const open = (command: Command): Context => {
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
  /** Wires an action: positional arguments, options, then the context. */
  const act =
    <A extends unknown[]>(action: (context: Context, ...args: A) => Promise<number> | number) =>
    async (...given: unknown[]): Promise<void> => {
      const command = given.at(-1) as Command
      finish(await action(open(command), ...(given.slice(0, -1) as A)))
    }
  const json = (): Option => new Option('--json', 'one JSON object per line')

  program
    .command('serve', { isDefault: true })
    .description('run the gateway and the console (the default)')
    .action(act(serve))

  program
    .command('check')
    .description('judge .eml files or folders, without server or network')
    .argument('<path...>', '.eml files, or folders of them')
    .addOption(json())
    .option('--pack <ID>', 'judge by this policy pack')
    .option('--mail-from <ADDRESS>', 'envelope sender')
    .option('--rcpt <ADDRESS>', 'envelope recipient; may be repeated', (address: string, all: string[] = []) => [
      ...all,
      address,
    ])
    .addHelpText(
      'after',
      '\nExit code: 0 forward or notify, 10 hold, 11 bounce (the strictest of all), 3 unreadable input.',
    )
    .action(act(check))

  const held = program.command('held').description('messages that wait for a reviewer')
  held.command('list').description('list them').addOption(json()).action(act(heldList))
  held.command('show <id>').description('show why one is held, masked').addOption(json()).action(act(heldShow))
  held
    .command('release <id>')
    .description('let one go on')
    .option('--rcpt <ADDRESS>', 'only to this recipient')
    .action(act(heldRelease))
  held
    .command('return <id>')
    .description('send one back')
    .requiredOption('--words <TEXT>', 'what the sender should know')
    .action(act(heldReturn))

  const queue = program.command('queue').description('messages on their way out')
  queue.command('list').description('list them').addOption(json()).action(act(queueList))
  queue.command('show <id>').description('the road of one message').addOption(json()).action(act(queueShow))
  queue.command('retry [id]').description('try one again now, or all').action(act(queueRetry))

  const policy = program.command('policy').description('policy packs')
  policy.command('lint').description('check packs, lexicons and directory').action(act(policyLint))
  policy
    .command('clauses')
    .description('every clause and what enforces it, as a table')
    .option('--pack <ID>', 'only this pack')
    .option('--markdown', 'as the table of docs/CLAUSES.md')
    .addOption(json())
    .action(act(policyClauses))
  policy
    .command('rules')
    .description('what each rule does in a pack')
    .option('--pack <ID>', 'only this pack')
    .action(act(policyRules))

  program
    .command('directory')
    .description('the school directory')
    .command('check [file]')
    .description('check a directory file')
    .action(act(directoryCheck))

  const audit = program.command('audit').description('the audit log')
  audit.command('verify').description('prove that nothing was changed, removed or reordered').action(act(auditVerify))
  audit.command('export').description('all entries, one JSON object per line').action(act(auditExport))

  const user = program.command('user').description('accounts of the console')
  user
    .command('add <email>')
    .description('add an account; prints a first password')
    .option('--name <NAME>', 'full name')
    .option(
      '--role <ROLE>',
      'admin, privacy-officer, head, reviewer, helpdesk, auditor; may be repeated',
      (role: string, all: string[] = []) => [...all, role],
    )
    .action(act(userAdd))
  user.command('list').description('list accounts').action(act(userList))
  user.command('reset <email>').description('give a new password and end all sessions').action(act(userReset))

  const config = program
    .command('config')
    .description('the configuration in force, secrets hidden')
    .action(act(configShow))
  config
    .command('describe')
    .description('every setting, its default and its environment variable')
    .action(act(configDescribe))

  program.command('doctor').description('look whether everything is in order, and say what to do').action(act(doctor))
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
