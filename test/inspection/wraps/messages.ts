/** Messages, appointments and contacts in the formats of other programs. */
import {
  attachment,
  base64,
  bytesOf,
  COVER,
  crlf,
  leaf,
  letter,
  multipart,
  text as plain,
  spoken,
  withFile,
  withParts,
} from '../mail.ts'
import type { Words, Wrap } from '../wrap.ts'
import { signedData } from '../writers/cms.ts'
import { BODY, HTML, outlook, RTF, SUBJECT } from '../writers/ole.ts'
import { body, htmlBody, type MapiProperty, rtfBody, storedRtf, tnef } from '../writers/tnef.ts'
import { page } from './hypertext.ts'
import { rtfOf } from './plain-files.ts'

const wrap = (name: string, mail: (words: Words) => Buffer): Wrap => ({ name: `message ${name}`, mail })

const winmail = (properties: readonly MapiProperty[], files: Readonly<Record<string, Buffer>> = {}): Buffer =>
  withFile('winmail.dat', tnef(properties, files), 'application/ms-tnef')

const opaque = (text: string): Buffer =>
  signedData(
    bytesOf({
      headers: ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64'],
      body: base64(Buffer.from(spoken(text))),
    }),
  )

/** RFC 5545 §3.1, RFC 6350 §3.2: lines of 75 octets, folded. */
const folded = (line: string): string => (line.match(/[\s\S]{1,30}/gu) ?? []).join('\r\n ')
const quoted = (text: string): string => text.replace(/[\\;,]/g, '\\$&')

const calendar = (...lines: readonly string[]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//De Vlonder//NL',
    'BEGIN:VEVENT',
    'UID:4711@devlonder.example',
    'DTSTAMP:20261116T091244Z',
    'DTSTART:20261123T130000Z',
    'DTEND:20261123T140000Z',
    ...lines,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n')

const card = (version: string, ...lines: readonly string[]): string =>
  [
    'BEGIN:VCARD',
    `VERSION:${version}`,
    'FN:Drukkerij Inktvlek',
    'N:Inktvlek;Drukkerij;;;',
    ...lines,
    'END:VCARD',
    '',
  ].join('\r\n')

const everyByte = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')

export const MESSAGES: readonly Wrap[] = [
  wrap('winmail.dat, text', ({ text }) => winmail([body(spoken(text))])),
  wrap('winmail.dat, RTF', ({ text }) => winmail([rtfBody(rtfOf(text))])),
  wrap('winmail.dat, HTML', ({ text }) => winmail([htmlBody(page(text))])),
  wrap('winmail.dat, file', ({ text }) => winmail([body('Zie bijlage.')], { 'nota.txt': Buffer.from(text) })),
  wrap('Outlook message, text', ({ text }) =>
    withFile(
      'nota.msg',
      outlook([
        [SUBJECT, 'Nota'],
        [BODY, spoken(text)],
      ]),
    ),
  ),
  wrap('Outlook message, HTML', ({ text }) =>
    withFile(
      'nota.msg',
      outlook([
        [SUBJECT, 'Nota'],
        [HTML, Buffer.from(page(text))],
      ]),
    ),
  ),
  wrap('Outlook message, RTF', ({ text }) =>
    withFile(
      'nota.msg',
      outlook([
        [SUBJECT, 'Nota'],
        [RTF, storedRtf(rtfOf(text))],
      ]),
    ),
  ),
  wrap('Outlook message, subject', ({ title }) =>
    withFile(
      'nota.msg',
      outlook([
        [SUBJECT, title],
        [BODY, 'Dag!'],
      ]),
    ),
  ),
  wrap('Outlook message, file', ({ text }) =>
    withFile(
      'nota.msg',
      outlook(
        [
          [SUBJECT, 'Nota'],
          [BODY, 'Zie bijlage.'],
        ],
        { 'nota.txt': Buffer.from(text) },
      ),
    ),
  ),
  wrap('S/MIME, signed as one', ({ text }) =>
    letter({
      headers: [
        'Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m',
        'Content-Transfer-Encoding: base64',
        'Content-Disposition: attachment; filename=smime.p7m',
      ],
      body: base64(opaque(text)),
    }),
  ),
  wrap('S/MIME, signed, as a file', ({ text }) => withFile('nota.p7m', opaque(text), 'application/pkcs7-mime')),
  wrap('appointment, description', ({ text }) =>
    withFile(
      'afspraak.ics',
      calendar('SUMMARY:Overleg', folded(`DESCRIPTION:${quoted(text)}`)),
      'text/calendar; charset=utf-8',
    ),
  ),
  wrap('appointment, summary', ({ title }) =>
    withFile('afspraak.ics', calendar(folded(`SUMMARY:${quoted(title)}`)), 'text/calendar; charset=utf-8'),
  ),
  wrap('appointment, file inside', ({ text }) =>
    withFile(
      'afspraak.ics',
      calendar(
        'SUMMARY:Overleg',
        folded(`ATTACH;FMTTYPE=text/plain;ENCODING=BASE64;VALUE=BINARY:${Buffer.from(text).toString('base64')}`),
      ),
      'text/calendar',
    ),
  ),
  wrap('invitation beside the text', ({ text }) =>
    letter(
      multipart('alternative', [
        plain(COVER),
        leaf(
          'text/calendar; charset=utf-8; method=REQUEST',
          calendar('SUMMARY:Overleg', folded(`DESCRIPTION:${quoted(text)}`)),
        ),
      ]),
    ),
  ),
  wrap('contact, note', ({ text }) =>
    withFile('contact.vcf', card('4.0', folded(`NOTE:${quoted(text)}`)), 'text/vcard; charset=utf-8'),
  ),
  wrap('contact, note in quoted-printable', ({ text }) =>
    withFile(
      'contact.vcf',
      card(
        '2.1',
        `NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:${everyByte(text).replace(/(.{60})(?=.)/g, '$1=\r\n')}`,
      ),
      'text/x-vcard',
    ),
  ),
  wrap('enriched text', ({ text }) =>
    withParts(plain(crlf(`<bold>Nota</bold>\n${text.replaceAll('<', '<<')}\n`), 'text/enriched; charset=utf-8')),
  ),
  wrap('file called as its type', ({ text }) =>
    withParts(attachment('nota.ics', calendar(folded(`COMMENT:${quoted(text)}`)), 'application/octet-stream')),
  ),
]
