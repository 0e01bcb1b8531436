/** Delivery that failed or is late: the answer of the other side, in words and in codes. */
import { describe, expect, test } from 'vitest'
import { delayNotice, failureNotice } from '../../src/notices/notices.ts'
import { finding } from '../policy/seen.ts'
import { decisionOf, flat, partOf, read, undeliveredOf } from './about.ts'

const failed = (reply: string) =>
  failureNotice(undeliveredOf({ recipients: [{ address: 'ouder@ouder.example', reply }] }))

test('failure: who, why, and the answer of the other side', async () => {
  const { mail, text, raw } = await read(failureNotice(undeliveredOf()))
  expect(mail.subject).toBe('Niet aangekomen: Uitstap naar het bos')
  expect(mail.headers.get('content-type')).toMatchObject({
    value: 'multipart/report',
    params: { 'report-type': 'delivery-status' },
  })
  expect(flat(text)).toContain('Je bericht aan ouder@ouder.example is niet aangekomen.')
  expect(flat(text)).toContain('Dit adres bestaat niet of niet meer.')
  expect(flat(text)).toContain('550 5.1.1 <ouder@ouder.example>: user unknown')
  expect(partOf(raw, 'message/delivery-status').trim().split('\r\n\r\n')[1]!.split('\r\n')).toEqual([
    'Final-Recipient: rfc822; ouder@ouder.example',
    'Action: failed',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 <ouder@ouder.example>: user unknown',
    'Last-Attempt-Date: Tue, 1 Sep 2026 14:30:00 +0000',
  ])
  expect(partOf(raw, 'text/rfc822-headers')).toContain('Message-ID: <a1@school.example>')
})

test('delay: nothing to do, and until when we try', async () => {
  const { mail, text, raw } = await read(
    delayNotice(undeliveredOf({ recipients: [{ address: 'ouder@ouder.example', reply: '451 4.3.0 later' }] })),
  )
  expect(mail.subject).toBe('Nog onderweg: Uitstap naar het bos')
  expect(flat(text)).toContain('We blijven het proberen tot donderdag 3 september om 12.30 uur.')
  expect(text).toContain('Je hoeft niets te doen.')
  expect(raw).toMatch(/^Action: delayed\r$/m)
  expect(raw).toMatch(/^Status: 4\.3\.0\r$/m)
  expect(raw).toMatch(/^Will-Retry-Until: Thu, 3 Sep 2026 10:30:00 \+0000\r$/m)
})

describe('what an answer means', () => {
  test.each([
    ['550 5.1.1 no such user', '5.1.1', 'bestaat niet'],
    ['550-5.1.1 The email account does not exist', '5.1.1', 'bestaat niet'],
    ['552 5.2.2 over quota', '5.2.2', 'is vol'],
    ['552 5.3.4 too big', '5.3.4', 'te groot'],
    ['550 5.7.26 unauthenticated', '5.7.26', 'weigert'],
    ['554 5.4.6 hops', '5.4.6', 'rondgaan'],
    ['550 5.1.2 bad domain', '5.1.2', 'niet bereikbaar'],
    ['connection timed out', '4.4.1', 'niet bereikbaar'],
    ['', '4.4.1', 'niet bereikbaar'],
    ['550 mailbox 5.1.1 is what the words say', '5.0.0', 'niet aangenomen'],
    ['421 busy', '4.0.0', 'niet aangenomen'],
  ])('%s', async (reply, status, words) => {
    const { text, raw } = await read(failed(reply))
    expect(/^Status: (.*)\r$/m.exec(raw)?.[1]).toBe(status)
    expect(flat(text)).toContain(words)
    expect(raw).toContain(/^\d/.test(reply) ? 'Diagnostic-Code: smtp;' : 'Diagnostic-Code: x-mailsluis;')
  })
})

test('an answer cannot write fields or flood', async () => {
  const { raw } = await read(
    failed(`550 5.1.1 no\r\nAction: delivered\r\n\r\nFinal-Recipient: x; é ${'y'.repeat(5000)}`),
  )
  const status = partOf(raw, 'message/delivery-status')
  expect(status.match(/^Action:/gm)).toHaveLength(1)
  expect(status.match(/^Final-Recipient:/gm)).toHaveLength(1)
  expect(status.length).toBeLessThan(1000)
})

test('failures of one message at different times are different messages', async () => {
  const id = async (address: string) =>
    (await read(failureNotice(undeliveredOf({ recipients: [{ address, reply: '550 no' }] })))).mail.messageId
  expect(await id('a@ouder.example')).toBe(await id('a@ouder.example'))
  expect(await id('a@ouder.example')).not.toBe(await id('b@ouder.example'))
})

test('a subject that may hold what was found is left out, where the decision is known', async () => {
  const decision = decisionOf({ findings: [finding('sensitive-pupil-data')] })
  const { raw, mail } = await read(failureNotice(undeliveredOf({ decision })))
  expect(raw).not.toContain('Uitstap')
  expect(mail.subject).toBe('Niet aangekomen: je bericht van dinsdag 1 september om 12.30 uur')
})
