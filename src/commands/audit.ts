/** `audit`: prove the log, and take it along. */

import { readFileSync } from 'node:fs'
import {
  type Anchor,
  type Anchored,
  type AuditProof,
  parseAnchors,
  proveAudit,
  publicKey,
  readAnchorFile,
  signerOf,
  storedAnchors,
} from '../review/review.ts'
import { whyNoFile } from '../unreadable.ts'
import { anchorFile } from './audit-anchors.ts'
import type { Context } from './context.ts'
import { operator, withHouse } from './held.ts'
import { withStore } from './queue.ts'
import { clock, line, UsageError } from './terminal.ts'

const PAGE = 1000

const readGiven = (files: readonly string[]): readonly Anchor[] =>
  files.flatMap((file) => {
    try {
      const found = parseAnchors(readFileSync(file, 'utf8'))
      if (found.length === 0) throw new UsageError(`${file} holds no anchors.`)
      return found
    } catch (error) {
      if (error instanceof UsageError) throw error
      throw new UsageError(`${file} cannot be read (${whyNoFile(error)}).`)
    }
  })

const said = ({ seq, at, node }: Anchor): string => `entry ${seq}, noted by ${node} on ${clock(at)}`

const faultsOf = ({ ok, entries, brokenAt, anchored }: AuditProof & { anchored: Anchored }): string[] => [
  ...(brokenAt === undefined
    ? []
    : [`Entry ${brokenAt} does not follow from the one before it (${entries} entries are in order).`]),
  ...(anchored.beyond
    ? [`Entries were cut off: the log ends at ${entries}, but there was an ${said(anchored.beyond)}.`]
    : []),
  ...(anchored.differs ? [`The log was written anew: it holds another ${said(anchored.differs)}.`] : []),
  ...(anchored.foreign > 0 ? [`${anchored.foreign} anchor(s) are of another store, or were changed.`] : []),
  ...(ok ? [] : ['If an older backup was put back, this is why: see when that was. Else keep all files as they are.']),
]

/** What is proven, and what nobody could know. */
const provenOf = (entries: number, { agree, upTo }: Anchored, given: boolean): string[] => {
  if (entries === 0) return []
  if (!upTo) return ['It has no anchor yet: if its last entries were cut off, nothing shows it.']
  const after = entries - upTo.seq
  return [
    `${agree} anchor(s) agree; the newest covers ${said(upTo)}.`,
    ...(after > 0
      ? [`${after} newer entries have no anchor yet: if others after them were cut off, nothing shows it.`]
      : []),
    ...(given
      ? []
      : [
          'These anchors are kept here, beside the log: whoever runs this could change them too. Keep them elsewhere as well (--anchors FILE).',
        ]),
  ]
}

export const auditVerify = (context: Context, options: { json?: boolean; anchors?: string[] }): Promise<number> =>
  withStore(context, async (store) => {
    const { terminal, config } = context
    const given = readGiven(options.anchors ?? [])
    const own = await readAnchorFile(anchorFile(config.var))
    const proof = await proveAudit(store, [...own, ...(await storedAnchors(store)), ...given])
    const { ok, entries, anchored } = proof
    if (options.json) terminal.out(line(JSON.stringify(proof)))
    else if (ok) {
      terminal.out(line(`The audit log is whole: ${entries} entries, nothing changed, removed or reordered.`))
      terminal.out(
        provenOf(entries, anchored, given.length > 0)
          .map(line)
          .join(''),
      )
    } else terminal.err(['The audit log is NOT whole.', ...faultsOf(proof)].map(line).join(''))
    return ok ? 0 : 1
  })

type ExportOptions = Readonly<{ case?: string; reason?: string }>

/** The log as a whole, or one case as a signed page. Either is noted in the log first. */
export const auditExport = (context: Context, options: ExportOptions): Promise<number> =>
  withHouse(context, async ({ store, review }) => {
    const actor = operator(context)
    if (options.case !== undefined) {
      context.terminal.out(await review.caseFile(actor, options.case, options.reason ?? ''))
      return 0
    }
    const detail = options.reason ?? ''
    await store.audit({ at: Date.now(), event: 'audit-exported', actor: actor.name, ref: '', detail })
    let from = 1
    for (;;) {
      const rows = await store.auditRows(from, PAGE)
      for (const row of rows) context.terminal.out(line(JSON.stringify(row)))
      if (rows.length < PAGE) return 0
      from = rows.at(-1)!.seq + 1
    }
  })

const readCase = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`${file} cannot be read (${whyNoFile(error)}).`)
  }
}

/** Needs no store: anybody with the file, and the key of the school to compare with, can look. */
export const auditCheck = ({ terminal }: Context, file: string, options: { key?: string }): number => {
  const signer = signerOf(readCase(file))
  const wanted = options.key?.replace(/\s/g, '')
  if (!signer) terminal.err(line(`${file} is NOT as it was signed: it was changed, cut off or never signed.`))
  else if (wanted && ![signer.key, signer.fingerprint.replaceAll(' ', '')].includes(wanted))
    terminal.err(line(`${file} was signed with another key than the one given: ${signer.fingerprint}.`))
  else {
    terminal.out(line(`${file} is as it was signed, with the key ${signer.fingerprint}.`))
    if (!wanted) terminal.out(line('Compare this with what the school says its key is: mailsluis audit key.'))
    return 0
  }
  return 1
}

export const auditKey = (context: Context): Promise<number> =>
  withStore(context, async (store) => {
    const { key, fingerprint } = await publicKey(store)
    context.terminal.out(line(`Fingerprint  ${fingerprint}`) + line(`Public key   ${key}`))
    return 0
  })
