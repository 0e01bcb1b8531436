/** A house behind the door whose intakes lie in memory; tells what came in, what was aborted, and can be out of order. */
import type { House } from '../../src/smtp/smtp.ts'
import type { Intake, MailHead } from '../../src/store/store.ts'

export type Kept = Readonly<{
  id: string
  head: MailHead
  joinKey: string
  family: string | undefined
  bytes: Buffer
}>

export type Mood = {
  /** Thrown by intake(), write() or accept(). */
  intake?: Error
  write?: Error
  accept?: Error
  /** Awaited in accept(). */
  hold?: Promise<void>
  takesUtf8?: boolean
  /** Awaited in tally(). */
  tally?: () => Promise<void>
}

export const openHouse = (mood: Mood = {}) => {
  const kept: Kept[] = []
  const open = new Set<string>()
  const aborted: string[] = []
  let count = 0
  let inFlight = 0
  let mostInFlight = 0
  const intake = async (): Promise<Intake> => {
    if (mood.intake) throw mood.intake
    count += 1
    const id = `MAIL${String(count).padStart(22, '0')}`
    const chunks: Buffer[] = []
    open.add(id)
    return {
      id,
      get size() {
        return chunks.reduce((sum, chunk) => sum + chunk.length, 0)
      },
      write: async (chunk) => {
        if (mood.write) throw mood.write
        inFlight += 1
        mostInFlight = Math.max(mostInFlight, inFlight)
        chunks.push(Buffer.from(chunk))
        await new Promise((resolve) => setImmediate(resolve))
        inFlight -= 1
      },
      commit: async (head) => ({ id, as: 'new', head }),
      isFirst: async () => true,
      pass: async () => {},
      abort: async () => {
        if (open.delete(id)) aborted.push(id)
      },
      get inMemory() {
        return Buffer.concat(chunks)
      },
    }
  }
  const counts = new Map<string, number>()
  const house: House = {
    intake,
    accept: async (mail, head, joinKey, family) => {
      await mood.hold
      if (mood.accept) throw mood.accept
      kept.push({ id: mail.id, head, joinKey, family, bytes: mail.inMemory ?? Buffer.alloc(0) })
      open.delete(mail.id)
      return { id: mail.id }
    },
    isOurDomain: (domain) => domain === 'school.example' || domain === 'xn--scol-9qa.example',
    takesUtf8: () => mood.takesUtf8,
    tally: async (keys, by) => {
      await mood.tally?.()
      return keys.map((key) => {
        const count = (counts.get(key) ?? 0) + by
        counts.set(key, count)
        return count
      })
    },
    ready: async () => {},
    untally: async (key) => {
      counts.delete(key)
    },
  }
  return { house, mood, kept, open, aborted, intakes: () => count, mostInFlight: () => mostInFlight }
}
