/** Regular expression literals of a TypeScript file, told from divisions, strings, templates and comments. */

export type Literal = Readonly<{ source: string; flags: string; line: number }>

// After one of these words a slash begins a literal; after any other word, a number or a closing bracket it divides.
const BEFORE_VALUE = new Set(['return', 'typeof', 'case', 'in', 'of', 'void', 'delete', 'throw', 'new', 'do', 'else'])
const TOKENS = {
  blank: /\s+/y,
  comment: /\/\/[^\n]*|\/\*[\s\S]*?\*\//y,
  string: /'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"/y,
  word: /[\p{L}\p{N}_$]+/uy,
  literal: /\/((?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([a-z]*)/y,
} as const

const match = (kind: keyof typeof TOKENS, code: string, at: number): RegExpExecArray | null => {
  const pattern = TOKENS[kind]
  pattern.lastIndex = at
  return pattern.exec(code)
}

const lineAt = (code: string, offset: number): number => code.slice(0, offset).split('\n').length

export const literalsIn = (code: string): Literal[] => {
  const found: Literal[] = []
  // Open templates: how many braces are open in the "${…}" that is being read.
  const templates: number[] = []
  let value = false
  let at = 0
  const template = (): void => {
    while (at < code.length && code[at] !== '`' && !code.startsWith('${', at)) at += code[at] === '\\' ? 2 : 1
    if (code[at] === '`') value = true
    else {
      templates.push(0)
      value = false
    }
    at += code[at] === '`' ? 1 : 2
  }
  const sign = (): void => {
    const mark = code[at++]!
    const open = templates.at(-1)
    const closes = open === 0 && mark === '}'
    if (closes) templates.pop()
    if (closes || mark === '`') {
      template()
      return
    }
    if (open !== undefined && mark === '{') templates[templates.length - 1] = open + 1
    if (open !== undefined && mark === '}') templates[templates.length - 1] = open - 1
    value = mark === ')' || mark === ']' || mark === '}'
  }
  while (at < code.length) {
    const skipped = match('blank', code, at) ?? match('comment', code, at)
    const known = skipped ?? match('string', code, at) ?? match('word', code, at)
    if (known) {
      at += known[0].length
      if (!skipped) value = !BEFORE_VALUE.has(known[0])
      continue
    }
    const literal = !value && code[at] === '/' ? match('literal', code, at) : null
    if (!literal) {
      sign()
      continue
    }
    found.push({ source: literal[1]!, flags: literal[2]!, line: lineAt(code, at) })
    at += literal[0].length
    value = true
  }
  return found
}
