/** What OpenDocument hides, and the attributes in which it keeps words (ODF 1.3 part 3). */
import { wordsOfFormula } from './sheet-rows.ts'
import { type Attributes, attribute } from './xml.ts'

/** Names of styles that hide: a span, a sheet, a slide. */
export class OdfStyles {
  readonly #hiding = new Set<string>()
  #style = ''

  open(name: string, attributes: Attributes): void {
    if (name === 'style') this.#style = attribute(attributes, 'name') ?? ''
    const hides =
      (name === 'text-properties' && attribute(attributes, 'display') === 'none') ||
      (name === 'table-properties' && attribute(attributes, 'display') === 'false') ||
      (name === 'drawing-page-properties' && attribute(attributes, 'visibility') === 'hidden') ||
      (name === 'section-properties' && attribute(attributes, 'display') === 'none')
    if (hides && this.#style) this.#hiding.add(this.#style)
  }

  hides(attributes: Attributes): boolean {
    return (
      this.#hiding.has(attribute(attributes, 'style-name') ?? '') ||
      attribute(attributes, 'display') === 'none' ||
      attribute(attributes, 'is-hidden') === 'true'
    )
  }
}

const FORM = ['label', 'value', 'current-value', 'title']
const SAYING: Readonly<Record<string, readonly string[]>> = {
  a: ['href', 'title'],
  'text-input': ['description'],
  'hidden-text': ['string-value'],
  'conditional-text': ['string-value-if-true', 'string-value-if-false'],
  placeholder: ['description'],
  label: ['value'],
  'user-field-decl': ['name', 'string-value'],
  'variable-set': ['name', 'string-value'],
  bookmark: ['name'],
  'bookmark-start': ['name'],
  'help-message': ['title'],
  'error-message': ['title'],
  text: FORM,
  textarea: FORM,
  listbox: FORM,
  combobox: FORM,
  option: FORM,
  item: FORM,
  button: FORM,
  checkbox: FORM,
  radio: FORM,
  hidden: FORM,
  'fixed-text': FORM,
  'formatted-text': FORM,
  password: FORM,
  connection: ['title'],
  image: ['title'],
}
const FORMULAS: Readonly<Record<string, string>> = {
  'table-cell': 'formula',
  'named-expression': 'expression',
  'content-validation': 'condition',
}

/** Lines of text that the attributes of one element hold. */
export const saidByOdf = (name: string, attributes: Attributes): string[] => {
  const said = (Object.hasOwn(SAYING, name) ? SAYING[name]! : []).map((key) => attribute(attributes, key) ?? '')
  const words = [...new Set(said)].filter((value) => value !== '' && !value.startsWith('#') && !value.startsWith('_'))
  const formula = Object.hasOwn(FORMULAS, name) ? attribute(attributes, FORMULAS[name]!) : undefined
  const literals = formula === undefined ? [] : wordsOfFormula(formula)
  if (name.startsWith('named-')) literals.unshift(attribute(attributes, 'name') ?? '')
  return [words.join(': '), literals.join(name.startsWith('named-') ? ': ' : '\n')].filter(Boolean)
}
