/** Words in one spelling, and places in words. */
import { describe, expect, test } from 'vitest'
import { fold, placeAt, sayPlace, tokenise } from '../../src/message/message.ts'

describe('fold and tokenise', () => {
  test.each([
    ['Zoë', 'zoe'],
    ['WACHTWOORD', 'wachtwoord'],
    ['wacht\u00adwoord', 'wachtwoord'],
    ['wacht\u200bwoord', 'wachtwoord'],
    ['wаchtwооrd', 'wachtwoord'],
    ['ｗａｃｈｔ', 'wacht'],
    ['Straße', 'strasse'],
    ['cœur', 'coeur'],
    ['ﬁets', 'fiets'],
  ])('%s', (word, folded) => {
    expect(fold(word)).toBe(folded)
    expect(tokenise(word).map((one) => one.folded)).toEqual([folded])
  })

  test('offsets are those of the text', () => {
    const text = 'De foto’s van\u202e Lotte, 3B!'
    expect(tokenise(text).map(({ start, end, folded }) => [text.slice(start, end), folded])).toEqual([
      ['De', 'de'],
      ['foto’s', "foto's"],
      ['van\u202e', 'van'],
      ['Lotte', 'lotte'],
      ['3B', '3b'],
    ])
  })
})

describe('places', () => {
  const text = {
    place: { in: 'attachment', file: 'lijst.csv' },
    spots: [
      { offset: 5, place: { row: 2 } },
      { offset: 9, place: { row: 3 } },
    ],
  } as const

  test.each([
    [0, { in: 'attachment', file: 'lijst.csv' }],
    [5, { in: 'attachment', file: 'lijst.csv', row: 2 }],
    [8, { in: 'attachment', file: 'lijst.csv', row: 2 }],
    [90, { in: 'attachment', file: 'lijst.csv', row: 3 }],
  ])('at %i', (offset, place) => {
    expect(placeAt(text, offset)).toEqual(place)
  })

  test('in three languages', () => {
    const place = { in: 'attachment', file: 'klaslijst.csv', row: 4 } as const
    expect([sayPlace(place, 'nl'), sayPlace(place, 'fr'), sayPlace(place, 'en')]).toEqual([
      'bijlage klaslijst.csv, rij 4',
      'pièce jointe klaslijst.csv, ligne 4',
      'attachment klaslijst.csv, row 4',
    ])
    expect(sayPlace({ in: 'text', line: 3, hidden: true }, 'nl')).toBe('tekst, regel 3, verborgen tekst')
  })
})
