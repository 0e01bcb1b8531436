/** The XML of office files changed inside its zip, which stays right. */
import type { Chance } from '../../chaos/chance.ts'
import { type Mutation, mutation } from '../mutation.ts'
import { contentOf, nameOf, onZip, refilled, writeZipOf } from './zip.ts'

type Change = (xml: string, chance: Chance) => string | Buffer | undefined

const onXml = (change: Change): Mutation['apply'] =>
  onZip((zip, chance) => {
    const parts = zip.entries.filter((entry) => /\.(?:xml|rels|vml)$/.test(nameOf(entry)))
    if (parts.length === 0) return undefined
    const part = chance.pick(parts)
    const made = change((contentOf(part) ?? Buffer.alloc(0)).toString('utf8'), chance)
    if (made === undefined) return undefined
    const changed = refilled(part, Buffer.from(made))
    return writeZipOf({ ...zip, entries: zip.entries.map((entry) => (entry === part ? changed : entry)) })
  })

type Span = readonly [from: number, to: number]
const tagsOf = (xml: string): Span[] =>
  [...xml.matchAll(/<[^<>?]{1,500}>/g)].map((m) => [m.index, m.index + m[0].length])

const onTag =
  (change: (xml: string, span: Span, chance: Chance) => string): Change =>
  (xml, chance) => {
    const tags = tagsOf(xml)
    return tags.length === 0 ? undefined : change(xml, chance.pick(tags), chance)
  }

const put = (xml: string, [from, to]: Span, text: string): string => xml.slice(0, from) + text + xml.slice(to)
const afterRootTag = (xml: string, text: string): string => {
  const root = tagsOf(xml)[0]
  return root ? xml.slice(0, root[1]) + text + xml.slice(root[1]) : xml
}

/** Into the first element's start tag, before its end. */
const attributed = (xml: string, [from, to]: Span, text: string): string => {
  const end = xml[to - 2] === '/' ? to - 2 : to - 1
  return xml[from + 1] === '/' ? xml : `${xml.slice(0, end)} ${text}${xml.slice(end)}`
}

export const XML: readonly Mutation[] = [
  mutation('xml: a tag dropped', false, onXml(onTag((xml, span) => put(xml, span, '')))),
  mutation('xml: a tag doubled', false, onXml(onTag((xml, span) => put(xml, span, xml.slice(...span).repeat(2))))),
  mutation(
    'xml: a tag moved',
    false,
    onXml(
      onTag((xml, span, chance) => {
        const rest = put(xml, span, '')
        const at = chance.between(0, rest.length)
        return put(rest, [at, at], xml.slice(...span))
      }),
    ),
  ),
  mutation(
    'xml: an attribute of a megabyte',
    true,
    onXml(onTag((xml, span, chance) => attributed(xml, span, `zeer="${'x'.repeat(chance.pick([10, 1_000_000]))}"`))),
  ),
  mutation(
    'xml: ten thousand attributes',
    true,
    onXml(onTag((xml, span) => attributed(xml, span, Array.from({ length: 10_000 }, (_, i) => `a${i}="1"`).join(' ')))),
  ),
  mutation(
    'xml: deeply nested',
    true,
    onXml((xml, chance) => {
      const depth = chance.pick([100, 5_000, 100_000])
      return afterRootTag(xml, '<q>'.repeat(depth) + '</q>'.repeat(depth))
    }),
  ),
  mutation(
    'xml: a document type',
    true,
    onXml((xml, chance) => {
      const entities = chance.pick([
        '<!ENTITY a "b">',
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">',
        '<!ENTITY a SYSTEM "file:///etc/hostname">',
      ])
      return xml.replace(/(<\?xml[^>]*\?>)?/, `$1<!DOCTYPE x [${entities}]>`)
    }),
  ),
  mutation(
    'xml: in UTF-16',
    true,
    onXml((xml, chance) => {
      const bytes = Buffer.from(`\ufeff${xml.replace('UTF-8', 'UTF-16')}`, 'utf16le')
      return chance.oneIn(2) ? bytes : bytes.swap16()
    }),
  ),
  mutation(
    'xml: with a byte order mark',
    true,
    onXml((xml) => `\ufeff${xml}`),
  ),
  mutation(
    'xml: another encoding named',
    true,
    onXml((xml, chance) => xml.replace('UTF-8', chance.pick(['utf-16', 'ascii', 'windows-1252', 'ibm037', 'x']))),
  ),
  mutation(
    'xml: words as numbers',
    true,
    onXml((xml) =>
      xml.replace(
        />([^<>&]{1,200})</g,
        (_, text: string) => `>${[...text].map((c) => `&#${c.codePointAt(0)};`).join('')}<`,
      ),
    ),
  ),
  mutation(
    'xml: words as CDATA',
    true,
    onXml((xml) => xml.replace(/>([^<>&\s][^<>&]{0,200})</g, '><![CDATA[$1]]><')),
  ),
  mutation(
    'xml: comments between words',
    true,
    onXml((xml) => xml.replace(/>([^<>&\s]{4})/g, '>$1<!-- x -->')),
  ),
  mutation(
    'xml: relationships in a ring',
    true,
    onXml((xml) =>
      xml
        .replace(/Target="[^"]{0,200}"/g, 'Target="workbook.xml"')
        .replace(
          '</Relationships>',
          '<Relationship Id="rId1" Type="x" Target="_rels/workbook.xml.rels"/></Relationships>',
        ),
    ),
  ),
  mutation(
    'xml: a number made extreme',
    false,
    onXml((xml, chance) => {
      const numbers = [...xml.matchAll(/"\d{1,9}"|>\d{1,9}</g)]
      if (numbers.length === 0) return undefined
      const { index, 0: found } = chance.pick(numbers)
      return put(
        xml,
        [index + 1, index + found.length - 1],
        chance.pick(['-1', '0', '4294967296', '1e308', '9'.repeat(400), 'NaN', '']),
      )
    }),
  ),
  mutation(
    'xml: control characters',
    true,
    onXml((xml, chance) => afterRootTag(xml, chance.pick(['\0', '\x0b', '\uffff', '&#0;', '&nbsp;', '&x;', '\ud800']))),
  ),
]
