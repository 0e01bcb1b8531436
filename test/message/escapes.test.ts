/** Words in the spelling of addresses, forms, programs and raw mail. */
import { expect, test } from 'vitest'
import { decodeText } from '../../src/message/message.ts'

const said = (text: string): readonly string[] => decodeText(text).texts.map((one) => one.text)

test.each([
  ['percent signs', 'Noor%20is%20ziek%2C%20al%20lang', 'Noor is ziek, al lang'],
  ['an address', 'https://x.example/zoek?q=Noor%20is%20ziek&p=1', 'Noor is ziek'],
  ['a form', 'naam=Noor+is+al+lang+ziek', 'Noor is al lang ziek'],
  ['windows-1252 in percent signs', 'No%EBlle%20is%20ziek', 'Noëlle is ziek'],
  ['quoted-printable', 'No=C3=ABlle is al =C3=A9=C3=A9n week zi=\nek', 'Noëlle is al één week ziek'],
  ['entities', '&#78;&#111;&#111;&#x72; is ziek', 'Noor is ziek'],
  ['a program', 'Noor\\u0020is\\x20ziek', 'Noor is ziek'],
  ['hexadecimal', Buffer.from('Noor is al lang ziek').toString('hex'), 'Noor is al lang ziek'],
  ['hexadecimal in pairs', '4e 6f 6f 72 20 69 73 20 6c 61 6e 67 20 7a 69 65 6b', 'Noor is lang ziek'],
])('%s are undone', (_, text, words) => {
  expect(said(`Dag,\n${text}\nGroet`)).toContain(words)
})

test.each([
  ['a link that tells nothing', 'https://x.example/a?url=https%3A%2F%2Fy.example%2Fb%3Fc%3Dd'],
  ['a share of a price', 'Dat is 20% of 25 % van alles.'],
  ['a digest', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
  ['a sum', '12+13+14+15=54'],
  ['an address of a map', 'C:\\users\\jan\\xa0'],
  ['two numbers of a form', 'id=20&naam=AB'],
])('nothing is made of %s', (_, text) => {
  expect(said(text)).toEqual([])
})

test('each text knows the line it began on', () => {
  expect(decodeText('Dag,\n\nNoor%20is%20ziek').texts[0]?.number).toBe(3)
})
