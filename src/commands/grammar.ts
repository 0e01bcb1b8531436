/** Which commands there are, what they take and what their help says. What they do stands in the files beside this one. */
import { type Command, Option } from 'commander'
import { SCOPES } from '../review/review.ts'
import type { Context } from './context.ts'

type Action<A extends unknown[]> = (context: Context, ...args: A) => Promise<number> | number

/** How a command is carried out: with the configuration loaded, or with the terminal alone. */
export type Wiring = Readonly<{
  act: <A extends unknown[]>(action: Action<A>) => (...given: unknown[]) => Promise<void>
  bare: (action: (terminal: Context['terminal']) => Promise<number>) => () => Promise<void>
}>

/** Only the command that is given is loaded. */
const later =
  <A extends unknown[]>(load: () => Promise<(...given: A) => Promise<number> | number>) =>
  async (...given: A): Promise<number> =>
    (await load())(...given)

type Add = (program: Command, wiring: Wiring) => void

const json = (): Option => new Option('--json', 'one JSON object per line')
const several = (value: string, all: string[] = []): string[] => [...all, value]

const addRunning: Add = (program, { act }) => {
  program
    .command('serve', { isDefault: true })
    .description('run the gateway and the console (the default)')
    .allowUnknownOption()
    .allowExcessArguments()
    .action(act(later(async () => (await import('./serve.ts')).serve)))
  program
    .command('check')
    .description('judge .eml files or folders, without server or network')
    .argument('<path...>', '.eml files, or folders of them')
    .addOption(json())
    .option('--pack <ID>', 'judge by this policy pack')
    .option('--mail-from <ADDRESS>', 'envelope sender')
    .option('--rcpt <ADDRESS>', 'envelope recipient; may be repeated', several)
    .addHelpText(
      'after',
      '\nExit code: 0 forward or notify, 10 hold, 11 bounce (the strictest of all), 3 unreadable input.',
    )
    .action(act(later(async () => (await import('./check.ts')).check)))
}

const addMail: Add = (program, { act }) => {
  const held = program.command('held').description('messages that wait for a reviewer')
  held
    .command('list')
    .description('list them')
    .addOption(json())
    .action(act(later(async () => (await import('./held.ts')).heldList)))
  held
    .command('show <id>')
    .description('show why one is held, masked')
    .addOption(json())
    .action(act(later(async () => (await import('./held.ts')).heldShow)))
  held
    .command('release <id>')
    .description('let one go on')
    .option('--rcpt <ADDRESS>', 'only to this recipient; may be repeated', several)
    .option('--take-over', 'also when somebody else is looking at it')
    .action(act(later(async () => (await import('./held.ts')).heldRelease)))
  held
    .command('return <id>')
    .description('send one back')
    .requiredOption('--words <TEXT>', 'what the sender should know')
    .option('--take-over', 'also when somebody else is looking at it')
    .action(act(later(async () => (await import('./held.ts')).heldReturn)))
  program
    .command('leaks')
    .description('suspected data leaks, and how much of their 72 hours is left')
    .command('list')
    .description('list them, what is open first')
    .addOption(json())
    .action(act(later(async () => (await import('./leaks.ts')).leaksList)))

  const blocked = program.command('blocked').description('accounts that are blocked after malware')
  blocked
    .command('list')
    .description('list them')
    .addOption(json())
    .action(act(later(async () => (await import('./blocked.ts')).blockedList)))
  blocked
    .command('lift <account>')
    .description('unblock one; its messages that wait go on waiting for a reviewer')
    .addOption(json())
    .action(act(later(async () => (await import('./blocked.ts')).blockedLift)))
  const queue = program.command('queue').description('messages on their way out')
  queue
    .command('list')
    .description('list them')
    .addOption(json())
    .action(act(later(async () => (await import('./queue.ts')).queueList)))
  queue
    .command('show <id>')
    .description('the road of one message')
    .addOption(json())
    .action(act(later(async () => (await import('./queue.ts')).queueShow)))
  queue
    .command('find')
    .description('find one, also when it has left')
    .option('--sender <ADDRESS>', 'from whom: an address, or a domain')
    .option('--recipient <ADDRESS>', 'for whom: an address, or a domain')
    .option('--message-id <ID>', "the sender's Message-ID, or the id of ours in Received")
    .option('--since <WHEN>', 'a day (2026-03-02), or so long ago (90m, 12h, 7d)')
    .option('--until <DAY>', 'this day included')
    .option('--limit <N>', 'at most so many, the newest first', '100')
    .addOption(json())
    .action(act(later(async () => (await import('./queue-find.ts')).queueFind)))
  queue
    .command('retry [id]')
    .description('try one again now, or all')
    .action(act(later(async () => (await import('./queue.ts')).queueRetry)))
}

const addRules: Add = (program, { act }) => {
  const pack = (): Option => new Option('--pack <ID>', 'only this pack')
  const policy = program.command('policy').description('policy packs')
  policy
    .command('lint')
    .description('check packs, lexicons and directory')
    .action(act(later(async () => (await import('./policy.ts')).policyLint)))
  policy
    .command('publish')
    .description('check them as lint does and put them in force on all servers that take their rules from the store')
    .action(act(later(async () => (await import('./policy.ts')).policyPublish)))
  policy
    .command('clauses')
    .description('every clause and what enforces it, as a table')
    .addOption(pack())
    .option('--markdown', 'as the table of docs/CLAUSES.md')
    .addOption(json())
    .action(act(later(async () => (await import('./policy.ts')).policyClauses)))
  policy
    .command('test')
    .description('try letters of which is told what they should come to')
    .argument('[path...]', 'letters or folders of them; without one, the folder beside each pack that has its name')
    .option('--pack <ID|FILE|FOLDER>', 'try this pack: one there is, a file, or a folder of packs')
    .addOption(json())
    .addHelpText(
      'after',
      `
<clause>.trip.eml must be caught by a rule of that clause, <clause>.pass.eml must be forwarded without a word.
Others say it in a file beside them: <name>.json, {"rules": ["password"], "outcome": "bounce"}; no rules: must pass.
A directory.json in the folder holds the invented people the letters speak of.
Exit code: 0 when all come to what was expected, else 1.`,
    )
    .action(act(later(async () => (await import('./policy-test.ts')).policyTest)))
  policy
    .command('backtest')
    .description('what other rules would have done with past mail; nothing is sent or kept')
    .argument('<path...>', '.eml files, mailboxes (mbox), Maildirs, or folders of them')
    .option('--pack <ID|FILE|FOLDER>', 'the pack proposed: one there is, a file, or a folder of packs')
    .option(
      '--rule <ID[=OUTCOME]>',
      'switch a rule: =notify, hold, bounce, advise, shadow, off; may be repeated',
      several,
    )
    .option('--lexicons <FOLDER>', 'the lexicons proposed')
    .addOption(new Option('--model <SWITCH>', 'with or without the sentence model').choices(['on', 'off']))
    .option('--against <ID|FILE|FOLDER>', 'compare with this pack instead of what is in force')
    .addOption(json())
    .addHelpText(
      'after',
      `
With nothing proposed it tells what the rules in force would have stopped.
Exit code: 0, or 3 when something could not be read.`,
    )
    .action(act(later(async () => (await import('./backtest.ts')).policyBacktest)))
  policy
    .command('word')
    .description('what a new term of a lexicon would have found and stopped')
    .argument('<term>', 'as it would stand in the lexicon: a word, a phrase, term*, *term, =ABC, ~term')
    .argument('[path...]', 'letters or folders of them; without one, the corpus of a checkout')
    .option('--class <CLASS>', 'heading of the lexicon it would stand under; without one: where the lexicons have it')
    .addOption(json())
    .addHelpText(
      'after',
      `
A letter is bad or innocent as "policy test" reads it: by its name, a file beside it, or the folder innocent.
Exit code: 1 when an innocent letter would fare otherwise, else 0.`,
    )
    .action(act(later(async () => (await import('./word.ts')).policyWord)))
  policy
    .command('rules')
    .description('what each rule does in a pack')
    .addOption(pack())
    .action(act(later(async () => (await import('./policy.ts')).policyRules)))
  program
    .command('directory')
    .description('the school directory')
    .command('check [file]')
    .description('check a directory file')
    .action(act(later(async () => (await import('./directory.ts')).directoryCheck)))
}

const addPeople: Add = (program, { act, bare }) => {
  const audit = program.command('audit').description('the audit log')
  audit
    .command('verify')
    .description('prove that nothing was changed, removed or reordered')
    .addOption(json())
    .option('--anchors <FILE>', 'anchors of other nodes, or kept elsewhere (also log lines); may be repeated', several)
    .action(act(later(async () => (await import('./audit.ts')).auditVerify)))
  audit
    .command('export')
    .description('all entries, one JSON object per line; or one case as a signed page for a personnel file')
    .option('--case <ID>', 'only this case, as one signed HTML file: what was seen and decided, never the message')
    .option('--reason <TEXT>', 'why; it stands in the file and in the log (needed with --case)')
    .action(act(later(async () => (await import('./audit.ts')).auditExport)))
  audit
    .command('check <file>')
    .description('check the signature of an exported case, on any machine')
    .option('--key <KEY>', 'public key or fingerprint it must be signed with (audit key shows it)')
    .action(act(later(async () => (await import('./audit.ts')).auditCheck)))
  audit
    .command('key')
    .description('the public key exported cases are signed with')
    .action(act(later(async () => (await import('./audit.ts')).auditKey)))
  const user = program.command('user').description('accounts of the console')
  user
    .command('add <email>')
    .description('add an account; prints a first password')
    .option('--name <NAME>', 'full name')
    .option('--role <ROLE>', 'admin, privacy-officer, head, reviewer, helpdesk, auditor; may be repeated', several)
    .option('--school <DOMAIN>', 'only mail of this domain; may be repeated', several)
    .option('--category <NAME>', 'only this category of findings, or this rule; may be repeated', several)
    .option('--elsewhere', 'no password here: signs in at the provider of console.oidc')
    .addHelpText(
      'after',
      `
The first password is changed at the first sign-in.

Somebody with categories sees a message when at least one thing that keeps it is among them; of the rest they learn the rule,
and no more. They may send it back, and release or read it only when everything that keeps it is among them. Somebody else
must decide on all categories, or some messages would wait for nobody.
Categories: family, psycho-social, medical, care, financial, special-category, national-number; sexual, racist,
discriminatory, insult, intimidation, threat, hate; or the name of a rule (password, dangerous-attachment, …).`,
    )
    .action(act(later(async () => (await import('./user.ts')).userAdd)))
  user
    .command('list')
    .description('list accounts')
    .addOption(json())
    .action(act(later(async () => (await import('./user.ts')).userList)))
  user
    .command('reset <email>')
    .description('give a new password and end all sessions')
    .option('--second-factor', 'leave the password, forget the telephone')
    .option('--elsewhere', 'from now on they sign in at the provider of console.oidc, without a password here')
    .action(act(later(async () => (await import('./user.ts')).userReset)))
  user
    .command('sign-out <email>')
    .description('end all sessions of somebody who forgot to sign out')
    .action(act(later(async () => (await import('./user.ts')).userSignOut)))
  user
    .command('disable <email>')
    .description('let somebody sign in no more')
    .action(act(later(async () => (await import('./user.ts')).userDisable(true))))
  user
    .command('enable <email>')
    .description('let somebody sign in again')
    .action(act(later(async () => (await import('./user.ts')).userDisable(false))))
  user
    .command('hash')
    .description('make the hash of a password, for smtp.auth.users')
    .addHelpText(
      'after',
      `
Reads the password from the first line of standard input and prints its argon2id hash:
  mailsluis user hash < password.txt
In the configuration:
  smtp:
    auth:
      users:
        - name: scanner
          hash: $argon2id$v=19$…`,
    )
    .action(bare(later(async () => (await import('./user.ts')).userHash)))
}

const addTokens: Add = (program, { act }) => {
  const token = program.command('token').description('tokens of the API, for programs')
  token
    .command('add <name>')
    .description('add one; prints it once')
    .option('--scope <SCOPE>', 'what it may do; may be repeated', several)
    .option('--school <DOMAIN>', 'only mail of this domain; may be repeated', several)
    .option('--account <EMAIL>', 'it acts for this person, and may do no more than they may')
    .option('--expires <DAYS>', 'it ends by itself after so many days')
    .addHelpText(
      'after',
      `\nScopes:\n${Object.entries(SCOPES)
        .map(([scope, { allows }]) => `  ${scope.padEnd(15)} ${allows}`)
        .join('\n')}`,
    )
    .action(act(later(async () => (await import('./token.ts')).tokenAdd)))
  token
    .command('list')
    .description('list them')
    .addOption(json())
    .action(act(later(async () => (await import('./token.ts')).tokenList)))
  token
    .command('revoke <name>')
    .description('end one at once')
    .action(act(later(async () => (await import('./token.ts')).tokenRevoke)))
}

const addSettings: Add = (program, { act }) => {
  const config = program
    .command('config')
    .description('the configuration in force, secrets hidden')
    .allowUnknownOption()
    .allowExcessArguments()
    .action(act(later(async () => (await import('./config.ts')).configShow)))
  config
    .command('describe')
    .description('every setting, its default and its environment variable')
    .action(act(later(async () => (await import('./config.ts')).configDescribe)))
  program
    .command('doctor')
    .description('look whether everything is in order, and say what to do')
    .addOption(json())
    .action(act(later(async () => (await import('./doctor.ts')).doctor)))
}

const addKeeping: Add = (program, { act }) => {
  program
    .command('backup <folder>')
    .description('copy everything kept into a new folder, beside a running server; without the master key')
    .addOption(json())
    .action(act(later(async () => (await import('./backup.ts')).backup)))
  program
    .command('restore <folder>')
    .description('put a backup in place where there is no store, or --check that it is whole')
    .option('--check', 'only open everything in it and tell; nothing is changed')
    .option('--hold-waiting', 'hold what waited for the next hop, since it may have left after the backup was made')
    .addOption(json())
    .action(act(later(async () => (await import('./backup.ts')).restore)))
  const vault = program.command('vault').description('the keys that everything kept is sealed with')
  vault
    .command('status')
    .description('which keys, since when, how many messages')
    .addOption(json())
    .action(act(later(async () => (await import('./vault.ts')).vaultStatus)))
  vault
    .command('rotate')
    .description('put a new master key in place of the old one, beside a running server')
    .addHelpText(
      'after',
      '\nMay be broken off and run again. With a store in Redis the old key keeps opening it until "vault retire".',
    )
    .action(act(later(async () => (await import('./vault.ts')).vaultRotate)))
  vault
    .command('retire')
    .description('end a rotation, once every node has the new key: the old one opens nothing any more')
    .action(act(later(async () => (await import('./vault.ts')).vaultRetire)))
}

export const addCommands: Add = (program, wiring) => {
  for (const add of [addRunning, addMail, addRules, addPeople, addTokens, addKeeping, addSettings]) add(program, wiring)
}
