/** Who can see whom, from headers as people and programs write them. */
import { describe, expect, test } from 'vitest'
import { parseAddress } from '../../src/message/message.ts'
import { parse } from './mail.ts'

const message = (headers: string, rcptTo: string[] = []) =>
  parse(`From: jan@school.example\n${headers}\nSubject: x\n\nhallo\n`, { mailFrom: 'jan@school.example', rcptTo })

const visible = async (headers: string): Promise<string[]> =>
  (await message(headers)).visible.map(({ field, address, name }) => `${field} ${address}${name ? ` (${name})` : ''}`)

describe('visible recipients', () => {
  test.each<[string, string, string[]]>([
    [
      'names and bare addresses',
      'To: An De Smet <An@Ouder.example>, bo@ouder.example',
      ['to an@ouder.example (An De Smet)', 'to bo@ouder.example'],
    ],
    [
      'a group',
      'To: Team: a@x.example, Bo <b@x.example>;, c@x.example',
      ['to a@x.example', 'to b@x.example (Bo)', 'to c@x.example'],
    ],
    ['an empty group', 'To: undisclosed-recipients:;', []],
    [
      'comments',
      'Cc: a@x.example (An (mama van Lo)), (x) b@x.example',
      ['cc a@x.example (An (mama van Lo))', 'cc b@x.example (x)'],
    ],
    ['a quoted local part', 'To: "jan de man"@x.example', ['to "jan de man"@x.example']],
    ['quotes that are not needed', 'To: "jan"@x.example', ['to jan@x.example']],
    ['a comma inside a quoted name', 'To: "Smet, An" <a@x.example>', ['to a@x.example (Smet, An)']],
    ['an encoded name with a comma', 'To: =?utf-8?Q?Smet=2C_An=C3=AF?= <a@x.example>', ['to a@x.example (Smet, Anï)']],
    ['repeated fields', 'To: a@x.example\nTo: b@x.example\nTo: a@x.example', ['to a@x.example', 'to b@x.example']],
    [
      'resent fields',
      'Resent-To: a@x.example\nResent-Cc: b@x.example',
      ['resent-to a@x.example', 'resent-cc b@x.example'],
    ],
    ['folded lines', 'To: a@x.example,\n b@x.example', ['to a@x.example', 'to b@x.example']],
    [
      'semicolons and a forgotten comma',
      'To: a@x.example; b@x.example c@x.example',
      ['to a@x.example', 'to b@x.example', 'to c@x.example'],
    ],
    ['a route', 'To: <@relay.example:a@x.example>', ['to a@x.example']],
    ['an address hidden in an encoded word', 'To: =?utf-8?Q?a=40x.example?=', ['to a@x.example']],
    ['a quote that never ends', 'To: "An <a@x.example>, b@x.example', ['to a@x.example', 'to b@x.example']],
    ['a space before the colon', 'To : a@x.example', ['to a@x.example']],
  ])('%s', async (_, headers, expected) => {
    expect(await visible(headers)).toEqual(expected)
  })

  test('hidden is the envelope without what the headers show', async () => {
    const { hidden } = await message('To: An@X.example\nCc: b@münchen.example', [
      'an@x.example',
      'B@xn--mnchen-3ya.example',
      'Geheim@X.example',
    ])
    expect(hidden).toEqual(['geheim@x.example'])
  })

  test('senders and reply addresses', async () => {
    const { from, sender, replyTo } = await message(
      'Sender: s@x.example\nReply-To: r@x.example\nFrom: tweede@x.example',
    )
    expect([from.map((one) => one.address), sender?.address, replyTo[0]?.address]).toEqual([
      ['jan@school.example', 'tweede@x.example'],
      's@x.example',
      'r@x.example',
    ])
  })
})

describe('parseAddress', () => {
  test('one mailbox', () => {
    expect(parseAddress('Jan Peeters <Jan@School.example>')).toEqual({
      address: 'jan@school.example',
      local: 'jan',
      domain: 'school.example',
      name: 'Jan Peeters',
    })
  })

  test.each(['', 'leerkrachten', 'a@x.example, b@x.example', '@x.example', 'a@'])('not one mailbox: %s', (text) => {
    expect(parseAddress(text)).toBeUndefined()
  })
})
