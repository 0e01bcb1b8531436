/**
 * The road of one message, on one screen: accept → judge → act.
 *
 * accept  the door's final dot: durable, then 250; one message that comes as several transactions is one (joining.ts)
 * judge   what it says, to whom, against which policy: the same for the server and for `check`
 * act     each recipient's fate, with the notices it needs, in one transaction
 *
 * Safe to run again after a crash: nothing is written before `settle`, and the same message gives the same answer.
 */
import type { Readers, ReadFiles } from './attachments/attachments.ts'
import { inspect, type Lexicon, type Meaning, type Seen } from './detectors/detectors.ts'
import type { Directory } from './directory/directory.ts'
import type { Counting } from './figures/figures.ts'
import { decisionFor, type Kin, kinOf, patience, wholeEnvelope } from './joining.ts'
import { type Event, type Log, storeTrouble, type Trouble } from './log.ts'
import { NO_SCANNER, type Scanned, type Scanner } from './malware/malware.ts'
import { type Envelope, type Message, parseMessage } from './message/message.ts'
import { type Keys, Passage, type PassageParts, type Tried } from './passage.ts'
import { type Decision, decide, type Exception, type Pack, type Policy } from './policy/policy.ts'
import type { Block, Blocks } from './review/review.ts'
import type { House } from './smtp/smtp.ts'
import {
  type Committed,
  type Intake,
  type MailHead,
  type MailId,
  type Settled,
  type Settlement,
  type Store,
  StoreAway,
  StoreFull,
} from './store/store.ts'
import { type Waiting, WaitingRoom } from './waiting-room.ts'

/** What judging needs, as it is in force now; replaced as a whole when a file changes. */
export type Rules = Readonly<{ policy: Policy; people: Directory; lexicon: Lexicon; meaning: Meaning | undefined }>

export type Judgement = Readonly<{ message: Message; seen: Seen; pack: Pack; decision: Decision }>

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase()

/** The school whose mail this is: the first of From and envelope sender that is ours. */
const schoolOf = (message: Message, { people }: Rules): string => {
  const senders = [...message.from.map((box) => box.domain), domainOf(message.envelope.mailFrom)]
  return senders.find((domain) => people.domains.includes(domain)) ?? senders.at(-1) ?? ''
}

const packOf = (message: Message, rules: Rules): Pack => rules.policy.packFor(schoolOf(message, rules))

/** A message with everything that hangs on it, read. */
export type Read = Readonly<{ message: Message; files: ReadFiles; scanned?: Scanned }>

export const readMessage = async (
  raw: Buffer,
  envelope: Envelope,
  readers: Readers,
  scanner: Scanner = NO_SCANNER,
): Promise<Read> => {
  const message = await parseMessage(raw, envelope)
  const files = await readers.read(message.parts)
  const parts = [message, ...files.messages].flatMap((one) => one.parts)
  return { message, files, scanned: await scanner.scan(raw, parts) }
}

/** `blocked`: its sender's account is. `exceptions`: those that reviewers made, beside the policy's own. */
export type Weighed = Read & Readonly<{ blocked?: boolean; exceptions?: readonly Exception[] }>

export const weigh = (
  { message, files, scanned, blocked, exceptions = [] }: Weighed,
  rules: Rules,
  now: number,
  packId?: string,
): Judgement => {
  const pack = (packId && rules.policy.packs.get(packId)) || packOf(message, rules)
  const { people, lexicon, policy, meaning } = rules
  const seen = inspect({
    message,
    files,
    scanned,
    blocked,
    people,
    lexicon,
    meaning,
    settings: policy.settingsOf(pack),
  })
  const excepting = exceptions.length === 0 ? policy : { ...policy, exceptions: [...policy.exceptions, ...exceptions] }
  return { message, seen, pack, decision: decide(excepting, pack, seen, now) }
}

export const judge = async (
  raw: Buffer,
  envelope: Envelope,
  rules: Rules,
  readers: Readers,
  now: number,
  packId?: string,
): Promise<Judgement> => weigh(await readMessage(raw, envelope, readers), rules, now, packId)

export type GatewayParts = Readonly<{
  store: Store
  readers: Readers
  scanner: Scanner
  blocks: Blocks
  rules: () => Rules
  /** Exceptions that reviewers made, as they are in force now. */
  exceptions: () => Promise<readonly Exception[]>
  settle: (mail: Judged) => Promise<Settlement>
  /** What becomes of a message that could not be judged. */
  giveUp: (id: MailId, head: MailHead, now: number) => Promise<Settlement>
  wakeQueue: () => void
  /**
   * The short road (passage.ts); absent: all mail takes the long one. `carefulMs`: so long after a start all mail does, since
   * the process before this one broke off.
   */
  passing?: Pick<PassageParts, 'isPrompt' | 'passOn'> & Readonly<{ carefulMs: number }>
  takesUtf8: (mailFrom: string, recipient: string) => boolean | undefined
  /** In whose name messages are judged. */
  owner: () => string
  counting?: Pick<Counting, 'judged'>
  log: Log
  now?: () => number
}>

/**
 * `kin`: earlier parts of the same message. `block`: the one that this message brought upon its sender. `quiet`: its
 * sender and the reviewers know already that mail of this account waits. `ms`: what reading and weighing took.
 */
export type Judged = Judgement &
  Readonly<{
    id: MailId
    head: MailHead
    raw: Buffer
    now: number
    kin?: readonly Kin[]
    block?: Block | undefined
    quiet?: boolean
    ms?: number
  }>

export interface Gateway extends House {
  /** Ends when what is being judged has been settled; nothing new is begun. */
  stop(): Promise<void>
  readonly judging: number
}

const LEASE_MS = 5 * 60_000
const LOOK_EVERY_MS = 2000
// Twice a message may have stood among others when the process ended; the third time it was alone with the judge. Then it
// is not judged again: a person looks at it.
const MAX_JUDGINGS = 3

/** Before the verdict is settled: what its sender hands in meanwhile waits already. */
export const blockAfter = async (
  { blocks }: Pick<GatewayParts, 'blocks'>,
  { id, head, seen }: Pick<Judged, 'id' | 'head' | 'seen'>,
): Promise<Block | undefined> => {
  const certain = seen.case.scanned.hits.filter((hit) => hit.certain).map(({ signature }) => signature)
  return certain.length === 0 ? undefined : blocks.set(id, head, [...new Set(certain)])
}

/** What came as several transactions is one message: its first part counts. */
const count = ({ counting, rules }: GatewayParts, mail: Judged): void => {
  const { message, decision, seen, head, kin = [], ms = 0 } = mail
  if (kin.length > 0) return
  const unread = seen.case.unread.map(({ reason }) => reason)
  counting?.judged({ school: schoolOf(message, rules()), decision, size: head.size, unread, ms })
}

const tellJudged = (parts: GatewayParts, mail: Judged): void => {
  const { id, head, decision, seen } = mail
  const { pack, outcome } = decision
  count(parts, mail)
  parts.log.info('mailJudged', {
    id,
    pack,
    outcome,
    rules: [...new Set(decision.hits.map(({ rule }) => rule))],
    size: head.size,
  })
  for (const { rule, error } of seen.unknown) parts.log.error('detectorFailed', { id, rule, error })
}

/** The verdict and all that follows from it, in one transaction. */
const act = async (parts: GatewayParts, mail: Judged): Promise<Settled> => {
  const { store, log, owner } = parts
  const settlement = await parts.settle({ ...mail, block: await blockAfter(parts, mail) })
  const settled = await store.settle(mail.id, owner(), settlement)
  if (settled !== 'settled') return settled
  tellJudged(parts, mail)
  for (const { into, addresses } of settlement.joins ?? [])
    log.info('mailJoined', { id: into, part: mail.id, recipients: addresses.length })
  parts.wakeQueue()
  return settled
}

/** As one with what came of it before: its findings over the whole message, its fate for its own recipients. */
const judgePart = async (parts: GatewayParts, { id, head, raw }: Waiting): Promise<Judged> => {
  const { store, readers, scanner, blocks, now = Date.now } = parts
  const begun = performance.now()
  const bytes = raw ?? (await store.body(id))
  const kin = await kinOf(store, head)
  const reading = readMessage(bytes, wholeEnvelope(head, kin), readers, scanner)
  const [read, block, exceptions] = await Promise.all([reading, blocks.of(id, head), parts.exceptions()])
  const judgement = weigh({ ...read, blocked: block !== undefined, exceptions }, parts.rules(), now())
  const decision = kin.length === 0 ? judgement.decision : decisionFor(judgement.decision, head.envelope.rcptTo)
  const quiet = block !== undefined && !(await blocks.isFirst(id, block))
  return { ...judgement, decision, id, head, raw: bytes, kin, now: now(), quiet, ms: performance.now() - begun }
}

type Judging = GatewayParts &
  Readonly<{
    /** Said once while it lasts, whichever message meets it. */
    noRoom: Trouble
    /** Judges it anew after so many milliseconds, as it stands then. */
    later: (id: MailId, ms: number) => void
  }>

/** A full disk or a store that is away is nothing against the message: it is judged again as soon as that may be over. */
const passes = (error: unknown): boolean => error instanceof StoreFull || error instanceof StoreAway

/** A scanner that does not answer is often back in a minute; what waited long enough is held unscanned. */
const scannerWait = ({ scanner, now = Date.now }: GatewayParts, { receivedAt }: MailHead): number =>
  scanner.patience(receivedAt, now())

const waitsForScanner = (parts: GatewayParts, head: MailHead): boolean =>
  parts.scanner.away && scannerWait(parts, head) > 0

/** What was found while its client waited; undefined when that failed, or when it is not the whole of it any more. */
const asFound = async (judged: Promise<Judged> | undefined, head: MailHead): Promise<Judged | undefined> => {
  if (!judged || head.family) return undefined
  const mail = await judged.catch(() => undefined)
  return mail && { ...mail, head }
}

/** From bytes to deeds. What fails is judged again when its lease lapses, and held unjudged after MAX_JUDGINGS. */
const take = async (parts: Judging, waiting: Waiting): Promise<void> => {
  const { log, noRoom, later } = parts
  const { id, head, judged } = waiting
  if (waitsForScanner(parts, head)) return later(id, scannerWait(parts, head))
  try {
    const mail = (await asFound(judged, head)) ?? (await judgePart(parts, waiting))
    const isScanned = mail.seen.case.scanned.unscanned !== 'scanner-down'
    const wait = isScanned ? patience(mail, parts.rules().people.domains) : scannerWait(parts, head)
    if (wait > 0) return later(id, wait)
    if ((await act(parts, mail)) === 'changed') later(id, 0)
    noRoom.ends()
  } catch (error) {
    if (!passes(error)) return log.error('judgeFailed', { id }, error)
    noRoom.begins(error)
    later(id, LOOK_EVERY_MS)
  }
}

const holdUnjudged = async ({ store, owner, log, ...parts }: GatewayParts, id: MailId, head: MailHead, now: number) => {
  // One that changed meanwhile comes by again when its lease lapses.
  const settlement = await parts.giveUp(id, head, now)
  if ((await store.settle(id, owner(), settlement)) !== 'settled') return
  const decision = settlement.verdict.decision as Decision
  const school = domainOf(head.envelope.mailFrom)
  parts.counting?.judged({ school, decision, size: head.size, unread: [], ms: 0 })
  log.error('judgeFailed', { id, held: true })
  parts.wakeQueue()
}

/** Of what was left, judged at the same time; who was there when two processes ended is judged alone. */
const LEFT_AT_ONCE = 4
const MOST_AMONG_OTHERS = 2

/** What a crash, a full disk or another node left unjudged. A message that takes the process down takes no other with it. */
const resume = async (parts: Judging, room: WaitingRoom): Promise<void> => {
  const { store, owner, log, now = Date.now } = parts
  const running = new Set<Promise<void>>()
  const others = () => Promise.all(running)
  const judgeLeft = async (id: MailId, head: MailHead, attempts: number): Promise<void> => {
    const alone = attempts > MOST_AMONG_OTHERS
    if (alone) await others()
    const task: Promise<void> = take(parts, { id, head, raw: undefined }).then(() => {
      running.delete(task)
    })
    running.add(task)
    if (alone) await task
    else if (running.size >= LEFT_AT_ONCE) await Promise.race(running)
  }
  try {
    while (!room.isClosed) {
      const [left] = await store.claimReceived(owner(), now(), LEASE_MS, 1)
      if (!left) return
      const { id, head, attempts } = left
      // One that waits for the scanner longer than a lease is not one that cannot be judged.
      if (attempts <= MAX_JUDGINGS || waitsForScanner(parts, head)) await judgeLeft(id, head, attempts)
      else await holdUnjudged(parts, id, head, now()).catch((error) => log.error('judgeFailed', { id }, error))
    }
  } finally {
    await others()
  }
}

/** Into the room again, with the parts that came meanwhile; what cannot be read now comes by when its lease lapses. */
const enterAgain = async ({ store, log, later }: Judging, room: WaitingRoom, id: MailId): Promise<void> => {
  if (room.isClosed) return
  try {
    const mail = await store.mail(id)
    if (mail?.state === 'received') room.enter({ id, head: mail.head, raw: undefined })
  } catch (error) {
    if (passes(error)) later(id, LOOK_EVERY_MS)
    else log.error('judgeFailed', { id }, error)
  }
}

const TAKEN: Readonly<Record<Committed['as'], Event>> = {
  new: 'mailReceived',
  repeat: 'mailRepeated',
  joined: 'mailJoined',
}

/** What the log and the counts say of a message that was judged and sent while its client waited. */
const tellPassed = (parts: GatewayParts, mail: Judged): void => {
  const { id, head } = mail
  const { size, kind } = head
  const recipients = head.envelope.rcptTo.length
  parts.log.info('mailReceived', { id, size, recipients })
  tellJudged(parts, mail)
  parts.log.info('mailDelivered', { id, kind, recipients, delivered: recipients })
}

const passageIn = (parts: Judging): Passage | undefined =>
  parts.passing &&
  new Passage({
    ...{ log: parts.log, isPrompt: parts.passing.isPrompt, passOn: parts.passing.passOn },
    judge: (mail) => judgePart(parts, mail),
    ours: () => parts.rules().people.domains,
    passed: (mail) => tellPassed(parts, mail),
  })

export const openGateway = (given: GatewayParts): Gateway => {
  const { store, log, owner } = given
  const timers = new Map<MailId, NodeJS.Timeout>()
  // What waits longer than its lease comes by twice: the last word counts.
  const later: Judging['later'] = (id, ms) => {
    const again = (): void => {
      timers.delete(id)
      void enterAgain(parts, room, id)
    }
    clearTimeout(timers.get(id))
    timers.set(id, setTimeout(again, ms).unref())
  }
  const parts: Judging = { ...given, noRoom: storeTrouble(log, 'judge'), later }
  const trouble = storeTrouble(log, 'resume')
  const room: WaitingRoom = new WaitingRoom((mail) => take(parts, mail))
  const passage = passageIn(parts)
  const carefulUntil = performance.now() + (given.passing?.carefulMs ?? 0)
  const tryPassage = async (intake: Intake, head: MailHead, keys: Keys): Promise<Tried> => {
    const isOpen = performance.now() >= carefulUntil && !room.isClosed && !waitsForScanner(parts, head)
    return passage && isOpen ? passage.try(intake, head, keys) : { passed: false }
  }
  let resuming: Promise<void> | undefined
  const look = (): void => {
    resuming ??= resume(parts, room)
      .then(trouble.ends, trouble.begins)
      .finally(() => {
        resuming = undefined
      })
  }
  look()
  const looking = setInterval(look, LOOK_EVERY_MS)

  return {
    intake: () => store.intake(),
    accept: async (intake, given, joinKey, family) => {
      // A recipient named twice in one transaction is one recipient.
      const rcptTo = [...new Set(given.envelope.rcptTo)]
      const head = { ...given, envelope: { ...given.envelope, rcptTo } }
      const { passed, judged } = await tryPassage(intake, head, { joinKey, family })
      if (passed) return { id: intake.id }
      const taken = await intake.commit(head, { joinKey, family, owner: owner(), leaseMs: LEASE_MS })
      const { id } = taken
      log.info(TAKEN[taken.as], { id, size: head.size, recipients: rcptTo.length })
      // What joined another is judged with it, by whoever judges that.
      if (taken.as === 'new') room.enter({ id, head: taken.head, raw: intake.inMemory, judged })
      return { id }
    },
    isOurDomain: (domain) => parts.rules().people.domains.includes(domain),
    takesUtf8: parts.takesUtf8,
    ready: () => store.get('mark', 'door'),
    tally: store.tally,
    untally: store.untally,
    stop: async () => {
      clearInterval(looking)
      await Promise.all([room.close(), resuming])
      await passage?.close()
    },
    get judging() {
      return room.size + (passage?.size ?? 0)
    },
  }
}
