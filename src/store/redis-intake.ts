/** How a received message comes into Redis. */

import { StoreFull } from './errors.ts'
import { kinOf, withKin, withPart } from './family.ts'
import { type Claim, JOIN_MS, MailIntake, type Marks, type NewRecord, type Received } from './intake.ts'
import type { IntakeMemory } from './intake-memory.ts'
import { headOf } from './mails.ts'
import { beginBody, type Draft, type PlacedBody, placeBody } from './redis-body.ts'
import { historySteps, readDocument } from './redis-change.ts'
import { nextVersion, stepsBetween } from './redis-document.ts'
import { doubting } from './redis-doubts.ts'
import { eachOf, insist, type Lease, type RedisEngine } from './redis-engine.ts'
import { FAMILIES, FAMILY_TIMES, mailKey, SUBMISSION_TIMES, SUBMISSIONS, TALLY } from './redis-keys.ts'
import { newDocument, passedDocument } from './redis-new-mail.ts'
import type { Guard, Step } from './redis-scripts.ts'
import { damagedBody } from './sealed-stream.ts'
import type { Committed, Passed } from './store.ts'
import { tracesOf } from './traces.ts'
import { sealJson } from './vault.ts'

export const openIntake = async (engine: RedisEngine, memory: IntakeMemory): Promise<MailIntake<Draft>> => {
  await engine.room()
  return new MailIntake<Draft>({
    vault: engine.vault,
    options: engine.options,
    memory,
    newId: engine.newId,
    room: engine.room,
    grow: (id, contentKey) => beginBody(engine, id, contentKey, 'take'),
    keep: (mail, marks, claim) => keep(engine, mail, marks, claim),
    knows: (marks) => knows(engine, marks),
    note: (mail, marks, passed) => note(engine, mail, marks, passed),
  })
}

/** What stands in Redis under the two digests: ids with a comma between, a space, a time; '' for nothing. */
type Known = Readonly<{ submission: string; family: string }>

const NOTHING: Known = { submission: '', family: '' }

const idsOf = (known: string, now: number): readonly string[] => {
  const [ids = '', at] = known.split(' ')
  return Number(at) > now - JOIN_MS ? ids.split(',') : []
}

type Taken = Readonly<{
  answer: Committed
  guards: readonly Guard[]
  steps: readonly Step[]
  members: readonly string[]
}>

const familyIn = async ({ link }: RedisEngine, family: string): Promise<string> =>
  (await link.askText<string | null>('hget', FAMILIES, family)) ?? ''

const knows = async (engine: RedisEngine, marks: Marks): Promise<boolean> => {
  const now = engine.now()
  const [submission, family] = await Promise.all([
    engine.link.askText<string | null>('hget', SUBMISSIONS, marks.submission.toString('hex')),
    marks.family ? familyIn(engine, marks.family.toString('hex')) : '',
  ])
  return [submission ?? '', family].some((known) => idsOf(known, now).length > 0)
}

/** Another part may have come since it was looked for: then they are kin. */
const note = (engine: RedisEngine, mail: NewRecord, marks: Marks, passed: Passed): Promise<void> =>
  insist(async () => {
    const now = engine.now()
    const family = marks.family?.toString('hex')
    const known = family === undefined ? '' : await familyIn(engine, family)
    const members = idsOf(known, now)
    const head = withKin(mail.head, kinOf(members))
    const one = passedDocument(engine.vault, { ...mail, head }, passed, now)
    const guards: readonly Guard[] = [
      { step: ['HGET', mailKey(mail.id), 'version'], is: '' },
      { step: ['HGET', FAMILIES, family ?? ''], is: known },
    ]
    const steps = [
      ...stepsBetween(undefined, one),
      ...historySteps({ ...one, steps: 0 }, mail.keys.record, passed.history),
      ...markSteps(mail.id, [...members, mail.id], marks, now),
    ]
    const { failed } = await engine.link.apply(guards, steps)
    // 1: it stands there already, from a try whose answer was lost.
    return failed < 2 ? { answer: undefined } : undefined
  })

/** Into the last message of the family, when that is not judged yet. One that is damaged takes no other with it. */
const addToLast = async (
  engine: RedisEngine,
  { head }: Received<Draft>,
  members: readonly string[],
): Promise<Taken | undefined> => {
  const [one] = await eachOf(engine, members.slice(-1), async (id) => {
    const before = await readDocument(engine, id)
    if (before?.state !== 'received') return undefined
    const recordKey = engine.vault.recordKey(id, before.record_key)
    const headBefore = headOf(before, recordKey)
    const headAfter = withPart(headBefore, head)
    const guards: readonly Guard[] = [{ step: ['HGET', mailKey(id), 'version'], is: before.version }]
    if (headAfter === headBefore) return { answer: { id, as: 'repeat' as const }, guards, steps: [], members }
    const after = {
      ...before,
      version: nextVersion(before.version),
      head: sealJson(recordKey, `head ${id}`, headAfter),
      terms: tracesOf(engine.vault, headAfter),
    }
    return { answer: { id, as: 'joined' as const }, guards, steps: stepsBetween(before, after), members }
  })
  return one
}

const asNew = (
  { vault }: RedisEngine,
  mail: Received<Draft>,
  body: PlacedBody,
  { owner, leaseUntil: lease_until }: Lease,
  known: readonly string[],
): Taken => {
  const { id } = mail
  const head = withKin(mail.head, kinOf(known))
  const one = { ...newDocument(vault, { ...mail, head }, body.name), owner, lease_until, judgings: 1 }
  return {
    answer: { id, as: 'new', head },
    guards: body.guards,
    steps: [...body.steps, ...stepsBetween(undefined, one)],
    members: [...known, id],
  }
}

const markSteps = (id: string, members: readonly string[], marks: Marks, now: number): readonly Step[] => {
  const submission = marks.submission.toString('hex')
  const family = marks.family?.toString('hex')
  return [
    ['HSET', SUBMISSIONS, submission, `${id} ${now}`],
    ['ZADD', SUBMISSION_TIMES, now, submission],
    ...(family === undefined
      ? []
      : [
          ['HSET', FAMILIES, family, `${members.join(',')} ${now}`] as const,
          ['ZADD', FAMILY_TIMES, now, family] as const,
        ]),
  ]
}

const keep = async (engine: RedisEngine, mail: Received<Draft>, marks: Marks, claim: Claim): Promise<Committed> => {
  const body = Buffer.isBuffer(mail.body)
    ? await placeBody(engine, mail.id, mail.keys.content, mail.body, 'take')
    : mail.body.placed()
  const now = engine.now()
  let known = NOTHING
  let tried: Committed | undefined
  const lease = { owner: claim.owner, leaseUntil: now + claim.leaseMs }
  const keeping = insist(async () => {
    const [earlier] = idsOf(known.submission, now)
    if (earlier !== undefined) {
      // Whoever hears 250 now, hears it of something that is kept with its copies.
      const same: Guard = { step: ['HGET', SUBMISSIONS, marks.submission.toString('hex')], is: known.submission }
      if (!(await engine.link.confirm(same))) return undefined
      // Our own, whose answer was lost.
      if (tried && earlier === mail.id) return { answer: tried }
      return { answer: { id: earlier, as: 'repeat' as const } }
    }
    const members = idsOf(known.family, now)
    const taken = (await addToLast(engine, mail, members)) ?? asNew(engine, mail, body, lease, members)
    if (taken.answer.as === 'new') tried = taken.answer
    const other = await take(engine, known, taken, marks, mail.head.size, now)
    if (!other) return { answer: taken.answer }
    known = other
    return undefined
  })
  const answer = await doubting(engine, mail.id, lease, keeping).catch(async (error: unknown) => {
    if (error instanceof StoreFull) await body.drop()
    throw error
  })
  if (answer.as !== 'new') await body.drop()
  return answer
}

/** Answers what is known instead when another was first; then nothing was written. */
const take = async (
  engine: RedisEngine,
  known: Known,
  taken: Taken,
  marks: Marks,
  size: number,
  now: number,
): Promise<Known | undefined> => {
  const family = marks.family?.toString('hex') ?? ''
  const guards: readonly Guard[] = [
    { step: ['HGET', SUBMISSIONS, marks.submission.toString('hex')], is: known.submission },
    { step: ['HGET', FAMILIES, family], is: known.family },
    { step: ['HGET', TALLY, 'bytes'], atMost: engine.options.maxBytes - size },
    ...taken.guards,
  ]
  const steps = [...taken.steps, ...markSteps(taken.answer.id, taken.members, marks, now)]
  const { failed, found } = await engine.link.promise(guards, steps, 'take')
  if (failed === 0) return undefined
  if (failed === 1) return { ...known, submission: found.toString() }
  if (failed === 2) return { ...known, family: found.toString() }
  if (failed === 3) throw new StoreFull('The store holds as much mail as it may.')
  if (taken.answer.as === 'new') throw damagedBody()
  return known
}
