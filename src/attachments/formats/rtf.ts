/** Rich text (RTF 1.9): the words without the marks. A hand-written walk, since the format is a stack of groups. */
import type { Reader } from '../reading.ts'
import { TextBuilder } from '../text-builder.ts'

type Decoder = InstanceType<typeof TextDecoder>
type Group = { silent: boolean; skipAfterUnicode: number }

const SILENT = new Set(
  'fonttbl colortbl stylesheet pict objdata themedata colorschememapping datastore latentstyles listtable listoverridetable rsidtbl generator xmlnstbl fldinst bkmkstart bkmkend filetbl revtbl mmathPr'.split(
    ' ',
  ),
)
// Comments and text boxes stand inside groups that old readers may skip.
const SPOKEN_AGAIN = new Set(['annotation', 'shptxt'])
const BREAKS = new Set(['par', 'line', 'row', 'sect', 'page'])
const SIGNS: Readonly<Record<string, string>> = {
  tab: '\t',
  cell: '\t',
  emdash: '—',
  endash: '–',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
}
const WORD = /([a-zA-Z]{1,32})(-?\d{1,10})? ?/y
const MAX_GROUPS = 10_000

/** \ansicpg: the code page of \'hh. Unknown ones read as Western European. */
const decoderFor = (rtf: string): Decoder => {
  try {
    return new TextDecoder(`windows-${/\\ansicpg(\d{3,5})/.exec(rtf.slice(0, 4000))?.[1] ?? '1252'}`)
  } catch {
    return new TextDecoder('windows-1252')
  }
}

class RtfWalk {
  readonly #rtf: string
  readonly #out: TextBuilder
  readonly #decoder: Decoder
  readonly #groups: Group[] = []
  #now: Group = { silent: false, skipAfterUnicode: 1 }
  #skip = 0
  #at = 0
  hasObject = false

  constructor(rtf: string, out: TextBuilder) {
    this.#rtf = rtf
    this.#out = out
    this.#decoder = decoderFor(rtf)
  }

  run(): void {
    while (this.#at < this.#rtf.length && !this.#out.full) {
      const char = this.#rtf[this.#at]!
      this.#at += 1
      if (char === '{') this.#open()
      else if (char === '}') this.#now = this.#groups.pop() ?? this.#now
      else if (char === '\\') this.#control()
      else if (char !== '\r' && char !== '\n') this.#say(char)
    }
  }

  #open(): void {
    if (this.#groups.length < MAX_GROUPS) this.#groups.push({ ...this.#now })
    this.#skip = 0
  }

  #say(text: string): void {
    if (this.#skip > 0) this.#skip -= 1
    else if (!this.#now.silent) this.#out.add(text)
  }

  #control(): void {
    const next = this.#rtf[this.#at] ?? ''
    WORD.lastIndex = this.#at
    const match = WORD.exec(this.#rtf)
    if (next === "'") this.#byte()
    else if (match) {
      this.#at = WORD.lastIndex
      this.#word(match[1]!, match[2])
    } else {
      this.#at += 1
      this.#symbol(next)
    }
  }

  #symbol(next: string): void {
    if (next === '*') this.#now.silent = true
    else if (next === '~') this.#say(' ')
    else if (next === '_') this.#say('-')
    else if (next === '\n' || next === '\r') this.#out.endLine()
    else if (next === '\\' || next === '{' || next === '}') this.#say(next)
  }

  #byte(): void {
    const code = Number.parseInt(this.#rtf.slice(this.#at + 1, this.#at + 3), 16)
    this.#at += 3
    if (!Number.isNaN(code)) this.#say(this.#decoder.decode(Uint8Array.of(code)))
  }

  #word(name: string, argument: string | undefined): void {
    if (SILENT.has(name)) this.#now.silent = true
    else if (SPOKEN_AGAIN.has(name)) this.#now.silent = false
    else if (name === 'object') this.hasObject = true
    else if (name === 'uc') this.#now.skipAfterUnicode = Number(argument ?? 1)
    else if (name === 'u') this.#unicode(Number(argument ?? 0))
    else if (name === 'bin') this.#at += Math.max(0, Number(argument ?? 0))
    else if (BREAKS.has(name)) {
      if (!this.#now.silent) this.#out.add('\n')
    } else if (SIGNS[name] !== undefined) this.#say(SIGNS[name])
  }

  #unicode(code: number): void {
    this.#skip = 0
    this.#say(String.fromCharCode(code < 0 ? code + 65_536 : code))
    this.#skip = this.#now.skipAfterUnicode
  }
}

export const rtfReader: Reader = {
  formats: ['rtf'],
  where: 'size',
  read: (bytes, { maxTextChars }) => {
    const out = new TextBuilder(maxTextChars)
    const walk = new RtfWalk(bytes.toString('latin1'), out)
    walk.run()
    // An embedded object is a file in hexadecimal that we do not take out.
    const object = walk.hasObject ? [{ reason: 'unknown-format', detail: 'rtf-object' } as const] : []
    return {
      pieces: out.take().map((piece) => ({ ...piece, text: piece.text.replaceAll('\t\n', '\n') })),
      troubles: [...out.troubles(), ...object],
    }
  },
}
