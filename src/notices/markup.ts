/** HTML that cannot be broken out of: everything put into the template is escaped, unless it is such HTML itself. */

export type Html = Readonly<{ html: string }>

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

// Control characters and direction marks of a subject or an excerpt could hide or reverse what stands around them.
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

// The narrow space before a French sign stays: no line is to break there.
const BLANKS = /(?!\u202f\S)\s+/g

/** One line of text, safe to show anywhere. */
export const plain = (text: string): string => text.replace(BLANKS, ' ').replace(UNSEEN, '').trim()

export const escaped = (text: string): string => text.replace(UNSEEN, '').replace(/[&<>"']/g, (c) => ENTITIES[c]!)

type Value = string | number | Html | readonly Html[]

const written = (value: Value): string => {
  if (typeof value === 'string' || typeof value === 'number') return escaped(`${value}`)
  return 'html' in value ? value.html : value.map(({ html }) => html).join('')
}

export const html = (parts: TemplateStringsArray, ...values: readonly Value[]): Html => ({
  html: parts.map((part, i) => (i === 0 ? part : written(values[i - 1]!) + part)).join(''),
})
