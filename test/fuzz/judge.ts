/** The process that judges cases, as `check` does: it may crash or hang, its watcher (watch.ts) does not. */
import { join } from 'node:path'
import { openReaders } from '../../src/attachments/attachments.ts'
import { loadConfig } from '../../src/config.ts'
import { readMessage, weigh } from '../../src/gateway.ts'
import { readRules } from '../../src/rulebook.ts'
import { forgetPeak, peakBytes, residentBytes, watchResident, workedMs } from '../family.ts'

export type Question = Readonly<{ raw: Buffer; words: readonly string[]; twice: boolean }>
export type Fault = Readonly<{ kind: string; detail: string }>
export type Answer = Readonly<{ faults: readonly Fault[]; cpuMs: number; grownBytes: number; said: readonly string[] }>

const SLOW_MS = 4_000
const MUCH_BYTES = 350_000_000
const NOW = Date.UTC(2026, 10, 16)
const ENVELOPE = { mailFrom: 'els.vandenbroeck@devlonder.example', rcptTo: ['ouder@mail.example'] }

const { config } = loadConfig({ file: join(import.meta.dirname, '../../config/mailsluis.yaml'), env: {}, cwd: '/' })
const { rules } = readRules(config)
// Two, since the first remembers what it read.
const readers = [openReaders(config.attachments), openReaders(config.attachments)] as const
const judge = async (raw: Buffer, by: (typeof readers)[number]) => {
  const read = await readMessage(raw, ENVELOPE, by)
  return { read, judgement: weigh(read, rules, NOW) }
}
type Judged = Awaited<ReturnType<typeof judge>>

/** Everything a reader or a person could see of a judgement. */
const traceOf = ({ read: { message, files }, judgement }: Judged): string => {
  const { decision } = judgement
  return JSON.stringify([message.texts, message.unread, files, decision.outcome, decision.hits])
}

const unreadOf = ({ read: { message, files } }: Judged) => [...message.unread, ...files.unread]

const flat = (text: string): string => text.toLowerCase().replace(/\s+/g, '')

/** Found wherever we look at words: texts, headers, names. Or something of the message is said to be not as it seems. */
const isSeen = (judged: Judged, words: readonly string[]): boolean => {
  const { message, files } = judged.read
  if (unreadOf(judged).length > 0 || files.files.some(({ nameLies }) => nameLies)) return true
  const texts = [...message.texts, ...files.texts].map(({ text }) => text)
  const headers = [message, ...files.messages].flatMap((one) => one.headers.map(({ value }) => value))
  const shown = flat([...texts, ...headers].join('\n'))
  return words.some((word) => shown.includes(flat(word)))
}

const faultsOf = (judged: Judged, words: readonly string[]): Fault[] => [
  ...unreadOf(judged)
    .filter(({ reason }) => reason === 'reader-crashed' || reason === 'reader-timeout')
    .map(({ reason }) => ({ kind: reason, detail: '' })),
  ...judged.judgement.seen.unknown.map(({ rule, error }) => ({ kind: 'detector', detail: `${rule}: ${error}` })),
  ...(words.length > 0 && !isSeen(judged, words) ? [{ kind: 'lost words', detail: words[0]! }] : []),
]

const answer = async ({ raw, words, twice }: Question): Promise<Answer> => {
  const workedBefore = workedMs()
  forgetPeak()
  const before = residentBytes()
  const others = before - process.memoryUsage.rss()
  const memory = watchResident()
  const faults: Fault[] = []
  let said: string[] = []
  try {
    const judged = await judge(raw, readers[0])
    faults.push(...faultsOf(judged, words))
    said = unreadOf(judged).map(({ reason, detail }) => `${reason} ${detail ?? ''}`)
    const cpuMs = workedMs() - workedBefore
    if (cpuMs > SLOW_MS) faults.push({ kind: 'slow', detail: `${Math.round(cpuMs)} ms` })
    if (twice && faults.length === 0 && traceOf(judged) !== traceOf(await judge(raw, readers[1])))
      faults.push({ kind: 'another answer', detail: '' })
  } catch (error) {
    faults.push({ kind: 'thrown', detail: String((error as Error).stack).slice(0, 400) })
  }
  memory.stop()
  const grownBytes = Math.max(memory.highest(), peakBytes() + others) - before
  if (grownBytes > MUCH_BYTES) faults.push({ kind: 'memory', detail: `${Math.round(grownBytes / 1e6)} MB` })
  return { faults, cpuMs: workedMs() - workedBefore, grownBytes, said }
}

process.on('message', async (question: Question | 'close') => {
  if (question !== 'close') {
    process.send!(await answer({ ...question, raw: Buffer.from(question.raw) }))
    return
  }
  await Promise.all(readers.map((one) => one.close()))
  // What is left running now keeps the process alive, and its watcher says so.
  process.disconnect()
})
process.send!('ready')
