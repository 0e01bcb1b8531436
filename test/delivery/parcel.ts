/** Parcels to send, and a delivery that is closed after the test. */
import { tmpdir } from 'node:os'
import { Readable } from 'node:stream'
import { onTestFinished } from 'vitest'
import { DeliveryOptions, openDelivery, type Parcel } from '../../src/delivery/delivery.ts'
import type { Slots } from '../../src/delivery/share.ts'
import type { Log } from '../../src/log.ts'

export const parcelOf = (raw: string | Buffer, more: Partial<Parcel> = {}): Parcel => {
  const bytes = Buffer.from(raw)
  return {
    id: '01J0000000000000000000TEST',
    mailFrom: 'an@school.example',
    recipients: ['ouder@mail.example'],
    size: bytes.length,
    smtputf8: false,
    eightBit: false,
    open: async () => Readable.from([bytes], { objectMode: false }),
    ...more,
  }
}

export const MAIL = 'Received: from x\r\n\tby y; now\r\nSubject: Zwemles\r\n\r\nTot morgen.\r\n'

const QUICK = { connectMs: 1000, greetingMs: 400, silenceMs: 400, transactionMs: 2000, waitMs: 2000 }

export const deliveryBy = (
  options: Record<string, unknown>,
  around: { now?: () => number; varFolder?: string; slots?: Slots } = {},
) => {
  const events: string[] = []
  const note = (event: string) => {
    events.push(event)
  }
  const log: Log = { info: note, warn: note, error: note }
  const parsed = DeliveryOptions.parse({ name: 'lock.school.example', timeouts: QUICK, ...options })
  const delivery = openDelivery(parsed, { log, varFolder: tmpdir(), ...around })
  onTestFinished(() => delivery.close())
  const one = async (raw: string | Buffer = MAIL, more: Partial<Parcel> = {}) => {
    const [result] = await delivery.deliver(parcelOf(raw, more))
    return result
  }
  return { delivery, events, one }
}
