/** "Not sent", as the sender, a mail program and a machine read it. */
import { describe, expect, test } from 'vitest'
import type { Language } from '../../src/message/message.ts'
import { bounceNotice } from '../../src/notices/notices.ts'
import { finding } from '../policy/seen.ts'
import { aboutOf, addressOf, decided, flat, GROUP, IDENTITY, packOf, partOf, read } from './about.ts'

const DAY = 86_400_000
const REMEDY = {
  remedy: 'move-to-bcc',
  url: 'https://sluis.school.example/remedy/abc?x=1&y=2',
  expires: aboutOf().now + 7 * DAY,
} as const
const PASSWORD = finding('password', { excerpt: 'het wachtwoord is ••••••', place: { in: 'text', line: 3 } })

describe('as a mail program reads it', () => {
  test('from the school to the sender, threaded, answered by no machine', async () => {
    const notice = bounceNotice(aboutOf())
    const { mail } = await read(notice)
    expect(notice).toMatchObject({ kind: 'bounce', to: 'an.claes@school.example', language: 'nl' })
    expect(mail.from?.value).toEqual([IDENTITY.from])
    expect(addressOf(mail.to)).toBe('an.claes@school.example')
    expect(mail.subject).toBe('Niet verzonden: Uitstap naar het bos')
    expect(mail.messageId).toBe('<01J6Z2ABCD.bounce@sluis.school.example>')
    expect(mail.inReplyTo).toBe('<a1@school.example>')
    expect(mail.references).toBe('<a1@school.example>')
    expect(mail.date).toEqual(new Date('2026-09-01T10:30:01Z'))
    expect(mail.headers.get('auto-submitted')).toBe('auto-replied')
    expect(mail.headers.get('x-auto-response-suppress')).toBe('All')
    expect(mail.headers.get('content-language')).toBe('nl')
  })

  test('the same facts give the same bytes', () => {
    expect(bounceNotice(aboutOf()).raw).toEqual(bounceNotice(aboutOf()).raw)
  })

  test('a report with words, status and header, in that order (RFC 6522 §3)', async () => {
    const { raw, mail } = await read(bounceNotice(aboutOf()))
    const types = [...raw.matchAll(/^Content-Type: ([\w/-]+)/gim)].map((m) => m[1])
    expect(types).toEqual([
      'multipart/report',
      'multipart/alternative',
      'text/plain',
      'text/html',
      'message/delivery-status',
      'text/rfc822-headers',
    ])
    expect(mail.headers.get('content-type')).toMatchObject({ params: { 'report-type': 'delivery-status' } })
  })
})

describe('as a person reads it', () => {
  test('verdict, finding, clause, what to do, whom to ask, code', async () => {
    const { text, html } = await read(bounceNotice(aboutOf()))
    for (const shown of [flat(text), flat(html.replace(/<[^>]+>/g, ' '))]) {
      expect(shown).toContain('Je bericht aan leerkrachten@school.example en ouder@ouder.example is niet verzonden.')
      expect(shown).toContain('Een groepsadres staat zichtbaar in Aan of Cc')
      expect(shown).toContain('leerkrachten@school.example staat voor een groep mensen')
      expect(shown).toContain('ontvangers (Aan)')
      expect(shown).toContain('Verplaats leerkrachten@school.example van Aan of Cc naar BCC.')
      expect(shown).toContain('3.1 Algemene accounts')
      expect(shown).toContain('Moretus Ekeren, Communicatie, versie 01')
      expect(shown).toContain('privacy@moretus-ekeren.be')
      expect(shown).toContain('dinsdag 1 september om 12.30 uur')
      expect(shown).toContain('01J6Z2ABCD')
      expect(shown).not.toContain('/remedy/')
    }
    expect(flat(text.replaceAll('  | ', ''))).toContain(
      'dan dient men het steeds in “blind carbon copy” (BCC) te plaatsen',
    )
  })

  test.each([
    ['fr', 'n’a pas été envoyé', 'Non envoyé\u202f: Uitstap naar het bos', 'Cci'],
    ['en', 'was not sent', 'Not sent: Uitstap naar het bos', 'Bcc'],
  ] as const)('%s', async (language: Language, verdict, subject, copy) => {
    const { text, html, mail } = await read(bounceNotice(aboutOf({}, { language })))
    expect(mail.subject).toBe(subject)
    expect(flat(text)).toContain(verdict)
    expect(flat(text)).toContain(copy)
    expect(html).toContain(`<html lang="${language}">`)
    // The clause stays what it is: a quote.
    expect(html).toContain('<blockquote lang="nl"')
    expect(text).not.toContain('Je bericht')
  })

  test('a remedy is one link, with its limits', async () => {
    const { text, html } = await read(bounceNotice(aboutOf({}, { remedies: [REMEDY] })))
    expect(text.split('\n')).toContain(REMEDY.url)
    expect(html).toContain('href="https://sluis.school.example/remedy/abc?x=1&amp;y=2"')
    expect(html).toContain('>Verstuur met BCC</a>')
    expect(flat(text)).toContain('Er vertrekt niets zolang je niet bevestigt.')
    expect(flat(text)).toContain('tot dinsdag 8 september om 12.30 uur.')
  })

  test('what is missing from a signature, exactly', async () => {
    const missing = finding('missing-signature', {
      because: {
        nl: 'In de handtekening ontbreekt: functie, www.kindante.nl.',
        fr: 'Il manque dans la signature : fonction.',
        en: 'x',
      },
      remedy: ['functie', 'www.kindante.nl'],
    })
    const given = { pack: 'kindante', findings: [missing] }
    expect(flat((await read(bounceNotice(aboutOf(given)))).text)).toContain(
      'Zet dit nog onder je bericht: functie, www.kindante.nl.',
    )
    const french = flat((await read(bounceNotice(aboutOf(given, { language: 'fr' })))).text)
    expect(french).toContain('Ajoutez sous votre message : fonction.')
  })

  test('a school with an officer names the officer, as the country calls it', async () => {
    const { text } = await read(bounceNotice(aboutOf({ pack: 'onderwijs-primair', findings: [finding('send-as')] })))
    expect(flat(text)).toContain('de functionaris gegevensbescherming (FG) via FG@onderwijsprimair.nl')
  })

  test('nobody is told to send a chain letter again', async () => {
    const chain = await read(bounceNotice(aboutOf({ pack: 'kindante', findings: [finding('chain-mail')] })))
    const other = await read(bounceNotice(aboutOf()))
    expect(other.text).toContain('Verstuur je bericht opnieuw')
    expect(chain.text).not.toContain('Verstuur je bericht opnieuw')
  })
})

describe('recipients', () => {
  const many = (n: number) => Array.from({ length: n }, (_, i) => `ouder${i + 1}@ouder.example`)

  test('five are named, the others counted', async () => {
    const { text } = await read(bounceNotice(aboutOf({ to: many(17), findings: [PASSWORD] })))
    expect(flat(text)).toContain('ouder5@ouder.example en 12 andere ontvangers is niet verzonden')
    expect(text).not.toContain('ouder6@')
  })

  test('hidden ones are counted and named nowhere, not for machines either', async () => {
    const { text, raw } = await read(bounceNotice(aboutOf({ bcc: ['geheim@ouder.example'] })))
    expect(flat(text)).toContain('ouder@ouder.example en 1 andere ontvanger is niet verzonden')
    expect(raw).not.toContain('geheim@')
    expect(raw).toContain('Final-Recipient: x-undisclosed; 1')
  })

  test('only hidden ones', async () => {
    const { text, raw } = await read(bounceNotice(aboutOf({ to: [], bcc: many(3), findings: [PASSWORD] })))
    expect(flat(text)).toContain('Je bericht aan 3 ontvangers in BCC is niet verzonden.')
    expect(raw.match(/^Final-Recipient:/gm)).toHaveLength(1)
    expect(raw).not.toContain('ouder1@')
  })

  test('to whom it did go, and for whom it waits', async () => {
    const decision = decided(
      [
        { address: 'a@ouder.example', outcome: 'bounce', rules: ['no-contact'] },
        { address: 'b@ouder.example', outcome: 'forward', rules: [] },
        { address: 'c@ouder.example', outcome: 'hold', rules: ['private-account'] },
      ],
      [
        {
          rule: 'no-contact',
          mode: 'enforce',
          outcome: 'bounce',
          wouldBe: 'bounce',
          finding: finding('no-contact'),
          recipients: ['a@ouder.example'],
        },
        {
          rule: 'private-account',
          mode: 'enforce',
          outcome: 'hold',
          wouldBe: 'hold',
          finding: finding('private-account'),
          recipients: ['c@ouder.example'],
        },
      ],
    )
    const sentTo = ['a@ouder.example', 'b@ouder.example', 'c@ouder.example']
    const { text, raw } = await read(bounceNotice(aboutOf({}, { decision, sentTo })))
    expect(flat(text)).toContain('Je bericht aan a@ouder.example is niet verzonden.')
    expect(text).toContain('Wel verzonden naar: b@ouder.example')
    expect(text).toContain('Wordt nog nagekeken voor: c@ouder.example')
    // The hold has a notice of its own.
    expect(text).not.toContain('privéadres')
    expect(raw.match(/^Final-Recipient:.*/gm)).toEqual(['Final-Recipient: rfc822; a@ouder.example'])
  })
})

describe('as a machine reads it (RFC 3464)', () => {
  test('one group for the message, one per recipient', async () => {
    const { raw } = await read(bounceNotice(aboutOf()))
    const groups = partOf(raw, 'message/delivery-status')
      .trim()
      .split(/\r\n\r\n/)
    expect(groups).toHaveLength(3)
    expect(groups[0]!.split('\r\n')).toEqual([
      'Reporting-MTA: dns; sluis.school.example',
      'Arrival-Date: Tue, 1 Sep 2026 10:30:00 +0000',
      'X-Mailsluis-Id: 01J6Z2ABCD',
    ])
    expect(groups[1]!.replace(/\r\n /g, ' ').split('\r\n')).toEqual([
      'Final-Recipient: rfc822; leerkrachten@school.example',
      'Action: failed',
      'Status: 5.7.1',
      'Diagnostic-Code: x-mailsluis; 550 5.7.1 Not sent by policy: group-address-visible',
    ])
    expect(groups[2]).toContain('Final-Recipient: rfc822; ouder@ouder.example')
  })

  test('an address beyond ASCII (RFC 6533 §3)', async () => {
    const { raw } = await read(bounceNotice(aboutOf({ to: ['zoë@ouder.example'], findings: [PASSWORD] })))
    expect(raw).toContain('Final-Recipient: utf-8; zo\\x{EB}@ouder.example')
  })

  test('of the original a few fields: no Bcc, no trace, no secret of the mail service', async () => {
    const { raw } = await read(bounceNotice(aboutOf()))
    expect(partOf(raw, 'text/rfc822-headers').trimEnd().split('\r\n')).toEqual([
      'Date: Tue, 1 Sep 2026 12:29:00 +0200',
      'From: An Claes <an.claes@school.example>',
      'To: leerkrachten@school.example, ouder@ouder.example',
      'Subject: Uitstap naar het bos',
      'Message-ID: <a1@school.example>',
    ])
    expect(raw).not.toMatch(/geheim@|3f1c|Thread-Topic/)
  })

  test('8-bit fields arrive unharmed', async () => {
    const headers = Buffer.from('From: Zoë <zoe@school.example>\r\nSubject: Été\r\n\r\n')
    const { raw } = await read(bounceNotice(aboutOf({}, { headers })))
    expect(partOf(raw, 'text/rfc822-headers')).toBe('From: Zoë <zoe@school.example>\r\nSubject: Été\r\n')
  })

  test('a header block of a megabyte does not travel', () => {
    const to = `To: ${Array.from({ length: 40_000 }, (_, i) => `a${i}@ouder.example`).join(',\r\n ')}\r\n`
    const headers = Buffer.from(`Subject: kort\r\n${to}\r\n`)
    const { raw } = bounceNotice(aboutOf({}, { headers }))
    expect(raw.length).toBeLessThan(100_000)
    expect(raw.toString()).toContain('Subject: kort')
  })
})

describe('never content', () => {
  const MARKER = 'Zomer-Xq7'
  const headers = Buffer.from(
    `From: an.claes@school.example\r\nSubject: ww ${MARKER}\r\nThread-Topic: ww ${MARKER}\r\n\r\n`,
  )

  test.each([
    ['in the subject', finding('deceptive-link', { place: { in: 'subject' } })],
    ['in the text, while the subject has it too', PASSWORD],
    ['of another kind', finding('sensitive-pupil-data', { place: { in: 'attachment', file: `${MARKER}.txt` } })],
  ])('a value found %s', async (_, found) => {
    const notice = bounceNotice(aboutOf({ findings: [GROUP, found] }, { subject: `ww ${MARKER}`, headers }))
    const { raw, mail, text, html } = await read(notice)
    expect([raw, mail.subject, text, html, partOf(raw, 'text/rfc822-headers')].join()).not.toContain(MARKER)
    expect(mail.subject).toBe('Niet verzonden: je bericht van dinsdag 1 september om 12.30 uur')
  })

  test('a rule that only watches keeps it back as well', async () => {
    const base = aboutOf()
    const shadow = {
      rule: 'password',
      mode: 'shadow',
      outcome: 'forward',
      wouldBe: 'bounce',
      finding: PASSWORD,
    } as const
    const decision = { ...base.decision, hits: [...base.decision.hits, shadow] }
    const { raw } = await read(bounceNotice({ ...base, decision, subject: `ww ${MARKER}`, headers }))
    expect(raw).not.toContain(MARKER)
  })

  test('a long subject is cut', async () => {
    const { mail } = await read(bounceNotice(aboutOf({}, { subject: 'é'.repeat(500) })))
    expect(mail.subject).toBe(`Niet verzonden: ${'é'.repeat(79)}…`)
  })
})

test('every pack of the house makes a bounce', async () => {
  for (const id of ['moretus-ekeren', 'campus-sint-jan', 'kindante', 'onderwijs-primair', 'kalisto']) {
    const found = finding('dangerous-attachment', { place: { in: 'attachment', file: 'factuur.exe' } })
    const { text } = await read(bounceNotice(aboutOf({ pack: id, findings: [found] })))
    expect(text).toContain('factuur.exe')
    expect(text).toContain('Verstuur het document als pdf')
    expect(packOf(id).organisation.length).toBeGreaterThan(0)
  }
})

describe('where the clause is explained at length', () => {
  const WHY = 'https://sluis.school.example/why/group-address-visible?school=school.example'

  test('the quoted clause leads there, in the text and in the HTML', async () => {
    const { text, html } = await read(bounceNotice(aboutOf({})))
    expect(text).toContain(WHY)
    expect(html).toContain(`href="${WHY}"`)
  })

  test('without a public address of the console there is no such link', async () => {
    const { text, html } = await read(bounceNotice({ ...aboutOf({}), identity: { ...IDENTITY, url: '' } }))
    for (const words of [text, html]) expect(words).not.toContain('/why/')
  })
})
