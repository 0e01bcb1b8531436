/** What lies on a page of a PDF: filled-in fields, notes, links, and files pinned to it (ISO 32000-1 §12.5). */
import type { TextBuilder } from '../text-builder.ts'

type Words = Readonly<{ str?: string }>

export type Annotation = Readonly<{
  subtype?: string
  hasAppearance?: boolean
  fieldValue?: unknown
  defaultFieldValue?: unknown
  alternativeText?: string
  buttonCaption?: string
  options?: readonly Readonly<{ displayValue?: unknown; exportValue?: unknown }>[]
  contentsObj?: Words
  titleObj?: Words
  richText?: Words
  textContent?: readonly string[]
  overlaidText?: string
  url?: string
  unsafeUrl?: string
  file?: Readonly<{ filename?: string; description?: string }>
  fileId?: string
  actions?: Readonly<Record<string, readonly string[]>>
}>

const MAX_KNOWN = 10_000

/** Says each text once a page: a link repeats the words that it lies on, and every choice of a list its value. */
class Sayer {
  readonly #known = new Set<string>()

  say(out: TextBuilder, ...values: unknown[]): void {
    for (const value of values.flat()) {
      if (typeof value !== 'string' || value.trim() === '' || value === 'Off' || this.#known.has(value)) continue
      if (this.#known.size < MAX_KNOWN) this.#known.add(value)
      out.add(value)
      out.endLine()
    }
  }

  knows(value: string | undefined): void {
    if (value) this.#known.add(value)
  }
}

/** `seen` is what a reader sees on the page or a click away; `aside` what a program keeps: tips, choices, addresses, scripts. */
export const addAnnotations = (annotations: readonly Annotation[], seen: TextBuilder, aside: TextBuilder): void => {
  const sayer = new Sayer()
  for (const one of annotations) {
    sayer.knows(one.overlaidText)
    sayer.say(seen, one.fieldValue, one.contentsObj?.str, one.richText?.str, one.textContent?.join('\n'))
    sayer.say(aside, one.defaultFieldValue, one.alternativeText, one.buttonCaption, one.file?.description)
    for (const { displayValue, exportValue } of one.options ?? []) sayer.say(aside, displayValue, exportValue)
    sayer.say(aside, one.url ?? one.unsafeUrl)
    for (const script of Object.values(one.actions ?? {})) sayer.say(aside, script)
  }
}
