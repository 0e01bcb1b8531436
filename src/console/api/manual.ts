/** docs/API.md, made of the operations themselves. Its examples are run by a test. */
import { SCOPES } from '../../review/review.ts'
import { BASE } from './base.ts'
import { sayLimit } from './document.ts'
import type { Operation } from './operation.ts'
import { OPERATIONS } from './operations.ts'
import { PROBLEMS } from './problems.ts'

const shell = (lines: readonly string[]): string => ['```sh', ...lines, '```'].join('\n')

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')

const quoted = (body: unknown): string => `'${JSON.stringify(body).replaceAll("'", "'\\''")}'`

/** Parameters of the path come from the environment: `{id}` is `$ID`. */
const addressOf = ({ path, example }: Operation): string => {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => `$${name.toUpperCase()}`)
  return `"$URL${BASE}${filled}${example?.query ? `?${example.query}` : ''}"`
}

const exampleOf = (one: Operation): string => {
  const { method, example } = one
  const start = 'curl -sS -H "Authorization: Bearer $TOKEN"'
  if (example?.body !== undefined)
    return shell([`${start} -H 'Content-Type: application/json' \\`, `  -d ${quoted(example.body)} ${addressOf(one)}`])
  return shell([`${start}${method === 'get' ? '' : ` -X ${method.toUpperCase()}`} ${addressOf(one)}`])
}

const operationPage = (one: Operation): string =>
  [
    `### ${one.method.toUpperCase()} ${one.path}`,
    [one.summary, one.says, sayLimit(one)].filter(Boolean).join(' '),
    `Scope: \`${one.scope}\``,
    exampleOf(one),
  ].join('\n\n')

const HEAD = `# The API

What the pages of the console can do, for programs: JSON over HTTP, under \`${BASE}\` on the port of the console. All of it is described
in OpenAPI 3.1 at \`${BASE}/openapi.json\`; this page is made of the same source, and a test runs its examples.

## A token

\`\`\`
$ mailsluis token add outlook-add-in --scope check --scope held:read --school devlonder.example --expires 365
outlook-add-in may use the API (check, held:read).
Token, shown once: mls_0f3c…
\`\`\`

It is sent with every request, and nothing else opens the API: a session of the console does not. Keep it as you keep a password; it
begins with \`mls_\`, so that scanners of source code recognise one that was left there. \`mailsluis token list\` shows the day each
was last used, \`mailsluis token revoke NAME\` ends one at once. All of it stands in the audit log.

- A token has only its scopes. They cannot be added later: make another one.
- \`--school\` limits it to the mail of a school. What is of all schools (counts, the audit log) is then refused.
- \`--account els@devlonder.example\`: it acts for a person. It may do what its scopes and the roles of that person both allow, never in
  a case of their own, and only while that account is one. What it decides stands in the audit log under that person's name, with the
  token beside it (\`token-acted\`). Without it a token is a program's: it cannot tell whose hand is behind it, so give \`held:decide\` and
  \`held:original\` without an account only to a program that knows.
- A message with a virus in it is not for a program to release.`

const TRYING = `## How it answers

The examples want three things in the environment, and \`letter.eml\` beside you:

\`\`\`
URL=http://127.0.0.1:8080 TOKEN=mls_… ID=…  # a message, from the first list
\`\`\`

- **Lists** come in pages: \`limit\` (50 when not said), and \`after\`, which is the \`next\` of the page before. At the end it is \`null\`. A
  page may hold fewer than asked for and not be the last.
- **Moments** are in UTC (\`2026-03-09T07:45:00.000Z\`).
- **A decision may be asked for twice.** Whoever missed the answer asks again: the same caller, asking for what it has already done,
  hears how things stand (200), and nothing is done again. Somebody else hears \`conflict\` (409), with who was first.
- **Limits**: requests of each token in a minute (\`console.api.requestsPerMinute\`), fewer where an operation says so below, and
  messages judged at once (\`console.api.checksAtOnce\`). All nodes count together. Over them it is 429, and \`Retry-After\` says how
  many seconds to wait. Signing in to the console has its own limit for each client (\`console.signInsPerMinute\`).
- **Faults** are \`application/problem+json\` (RFC 9457). \`type\` says which, and leads to a sentence about it; it does not change. \`detail\`
  is for people. \`errors\` lists what was wrong with the request, each with \`in\` and a JSON pointer. No fault tells content.`

export const apiPage = (): string => {
  const scopes = Object.entries(SCOPES).map(([scope, { allows }]) => [`\`${scope}\``, allows])
  const problems = Object.entries(PROBLEMS).map(([kind, [status, title, says]]) => [
    `\`${kind}\``,
    String(status),
    `${title}. ${says}`,
  ])
  const areas = [...Map.groupBy(OPERATIONS, ({ area }) => area)]
  const message = shell([
    'curl -sS -H "Authorization: Bearer $TOKEN" -H \'Content-Type: message/rfc822\' \\',
    "  -H 'Mailsluis-Rcpt-To: ouder@mail.example' \\",
    `  --data-binary @letter.eml "$URL${BASE}/check"`,
  ])
  const parts = areas.map(([area, all]) => [
    `## ${area}`,
    ...all.map((one) => (one.takesMessage ? `${operationPage(one)}\n\n${message}` : operationPage(one))),
  ])
  return `${[
    HEAD,
    table(['scope', 'allows'], scopes),
    TRYING,
    table(['problem', 'status', 'what it means'], problems),
    ...parts.flat(),
  ].join('\n\n')}\n`
}
