/** A letter as plain text, for those who read without HTML: short lines, links on lines of their own. */
import type { Language } from '../message/message.ts'
import { type Block, type Letter, labelled, type Row } from './letter.ts'
import { plain } from './markup.ts'

const WIDTH = 72

/** Words over lines; a word longer than a line (an address, a link) stays whole. */
const wrap = (text: string, first = '', rest = first): string => {
  const lines: string[] = []
  let line = first
  let empty = true
  for (const word of plain(text).split(' ')) {
    if (!empty && line.length + 1 + word.length > WIDTH) {
      lines.push(line)
      line = rest
      empty = true
    }
    line += empty ? word : ` ${word}`
    empty = false
  }
  return [...lines, line].join('\n')
}

const rowsText = (rows: readonly Row[], language: Language, indent: string): string[] =>
  rows.map(({ label, text }) => wrap(`${labelled(label, language)} ${text}`, indent, `${indent}  `))

const blockText = (block: Block, language: Language): string => {
  switch (block.is) {
    case 'text':
      return wrap(block.text)
    case 'heading':
      return `${wrap(block.text).toUpperCase()}\n${'-'.repeat(Math.min(WIDTH, block.text.length))}`
    case 'rows':
      return rowsText(block.rows, language, '').join('\n')
    case 'reason':
      return [
        wrap(block.reason.title, '* ', '  '),
        ...block.sightings.flatMap(({ text, rows }) => [wrap(text, '  '), ...rowsText(rows, language, '  ')]),
        ...(block.reason.why === '' ? [] : [wrap(block.reason.why, '  ')]),
      ].join('\n')
    case 'steps':
      return block.steps.map((step, i) => wrap(step, `${i + 1}. `, '   ')).join('\n')
    case 'button':
      return [wrap(labelled(block.label, language)), block.url, ...(block.note === '' ? [] : [wrap(block.note)])].join(
        '\n',
      )
    case 'quote':
      return [
        wrap(block.text, '  | '),
        wrap(`(${block.source})`, '  '),
        ...(block.url === '' ? [] : [`  ${block.url}`]),
      ].join('\n')
    case 'small':
      return `-- \n${wrap(block.text)}`
  }
}

export const letterText = ({ language, label, lead, blocks }: Letter): string =>
  `${[wrap(label).toUpperCase(), wrap(lead), ...blocks.map((block) => blockText(block, language))].join('\n\n')}\n`
