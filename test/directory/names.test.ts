import { describe, expect, test } from 'vitest'
import { type Directory, loadDirectory, type NameHit } from '../../src/directory/directory.ts'
import { tokenise } from '../../src/message/message.ts'
import { pupil, school } from './school.ts'

const people = school()
const namesIn = (text: string, directory: Directory = people): readonly NameHit[] =>
  directory.namesIn(text, tokenise(text))
const ids = (hit: NameHit | undefined) => hit?.persons.map((person) => person.id)
const sure = (text: string) => namesIn(text).filter((hit) => hit.strength >= 0.6)

describe('first and last name', () => {
  test.each([
    ['Noor Peeters is ziek.', 'p1', 'full', 'Noor Peeters'],
    ['de mama van noor peeters belde', 'p1', 'full', 'noor peeters'],
    ['Lotte De Smet', 'p3', 'full', 'Lotte De Smet'],
    ['Lotte Desmet', 'p3', 'full', 'Lotte Desmet'],
    ['Lotte De Smets rapport', 'p3', 'full', 'Lotte De Smets'],
    ["Noor Peeters' brief", 'p1', 'full', 'Noor Peeters'],
    ['Wout Van den Broeck', '204518', 'full', 'Wout Van den Broeck'],
    ['Wout Van Den Broeck', '204518', 'full', 'Wout Van Den Broeck'],
    ['Wout Vanden Broeck', '204518', 'full', 'Wout Vanden Broeck'],
    ['Els Vandenbroeck', 's2', 'full', 'Els Vandenbroeck'],
    ['Katrien D’Hondt', 's3', 'full', 'Katrien D’Hondt'],
    ['Katrien Dhondt', 's3', 'full', 'Katrien Dhondt'],
    ["Katrien D 'Hondt", 's3', 'full', "Katrien D 'Hondt"],
    ["Pieter van 't Hof", 'p10', 'full', "Pieter van 't Hof"],
    ['Mohamed-Amine El Amrani', 'p5', 'full', 'Mohamed-Amine El Amrani'],
    ['Mohamed Elamrani', 'p5', 'full', 'Mohamed Elamrani'],
    ['Anne Marie Jansen', 'p6', 'full', 'Anne Marie Jansen'],
    ['Annemarie de Vries', 'p6', 'full', 'Annemarie de Vries'],
    ['Elise Lefevre', 'p7', 'full', 'Elise Lefevre'],
    ['ELISE LEFÈVRE', 'p7', 'full', 'ELISE LEFÈVRE'],
    ['N\u200boor Pee\u00adters', 'p1', 'full', 'N\u200boor Pee\u00adters'],
    ['Nооr Рeeters', 'p1', 'full', 'Nооr Рeeters'], // Cyrillic о and Р
    ['Emir Yilmaz', 'p9', 'full', 'Emir Yilmaz'],
    ['verslag_noor_peeters.docx', 'p1', 'full', 'noor_peeters'],
    ['verslagen/NoorPeeters.pdf', 'p1', 'full', 'NoorPeeters'],
    ['Noor\tPeeters\t12', 'p1', 'full', 'Noor\tPeeters'],
    ['DE SMET Lotte', 'p3', 'last-first', 'DE SMET Lotte'],
    ['De Smet, Lotte', 'p3', 'last-first', 'De Smet, Lotte'],
    ['VAN DEN BROECK Els', 's2', 'last-first', 'VAN DEN BROECK Els'],
    ['Vandenbroeck, Els', 's2', 'last-first', 'Vandenbroeck, Els'],
    ['Broeck, Els van den', 's2', 'last-first', 'Broeck, Els van den'],
    ['Boer, Roos de', 'p4', 'last-first', 'Boer, Roos de'],
    ['Peeters\tNoor', 'p1', 'last-first', 'Peeters\tNoor'],
    ["VAN 'T HOF Pieter", 'p10', 'last-first', "VAN 'T HOF Pieter"],
    ['Van Den Broeck Wout', '204518', 'last-first', 'Van Den Broeck Wout'],
    ['Ben Ali, Aïcha', undefined, 'last-first', 'Ben Ali, Aïcha'],
    ['Jean Pierre De Smet', undefined, 'full', 'Jean Pierre De Smet'],
  ])('%s', (text, id, how, words) => {
    const [hit, ...others] = sure(text)
    expect(others).toEqual([])
    expect(hit).toMatchObject({ how })
    expect(text.slice(hit!.start, hit!.end)).toBe(words)
    if (id === undefined) expect(hit!.persons[0]!.kind).toBe('parent')
    else expect(ids(hit)).toEqual([id])
  })

  test('a line that was broken because it was full', () => {
    const text = 'Gisteren sprak ik lang met de ouders van Noor\nPeeters over haar rapport.'
    expect(sure(text).map(ids)).toEqual([['p1']])
  })

  test('rows of a list are not read as one name', () => {
    expect(sure('Claes\nNoor\nPeeters\n')).toEqual([])
    expect(sure('Noor, Peeters en Els')).toEqual([])
  })

  test('namesakes are all given, and a class tells them apart', () => {
    const two = loadDirectory(
      JSON.stringify({ pupils: [pupil('a', 'Noor', 'Maes', '3A'), pupil('b', 'Noor', 'Maes', '3B')] }),
      'two.json',
    ).directory
    expect(ids(namesIn('Noor Maes', two)[0])).toEqual(['a', 'b'])
    expect(ids(namesIn('Noor Maes (3B)', two)[0])).toEqual(['b'])
    expect(ids(namesIn('klas 3A: Noor Maes', two)[0])).toEqual(['a'])
  })
})

describe('class forms', () => {
  test.each([
    ['Noor uit 3B', 'p1', 'first-class', 'Noor uit 3B'],
    ['Noor (L3B)', 'p1', 'first-class', 'Noor (L3B'],
    ['noor van 3b', 'p1', 'first-class', 'noor van 3b'],
    ['Noor uit klas 3 B', 'p1', 'first-class', 'Noor uit klas 3 B'],
    ['3B: Noor', 'p1', 'first-class', '3B: Noor'],
    ['3B\tNoor', 'p1', 'first-class', '3B\tNoor'],
    ['Noor\t3A', 'p2', 'first-class', 'Noor\t3A'],
    ['Noor, 3A', 'p2', 'first-class', 'Noor, 3A'],
    ['Noor P. uit 3B', 'p1', 'first-class', 'Noor P. uit 3B'],
    ['Roos uit groep 5', 'p4', 'first-class', 'Roos uit groep 5'],
    ['Mohamed uit 3B', 'p5', 'first-class', 'Mohamed uit 3B'],
    ['Sam (K1A)', 'p12', 'first-class', 'Sam (K1A'],
    ['L.D.S. uit 5WEWI', 'p3', 'initials-class', 'L.D.S. uit 5WEWI'],
    ['LDS uit 5wewi', 'p3', 'initials-class', 'LDS uit 5wewi'],
    ['L.S. (5WEWI)', 'p3', 'initials-class', 'L.S. (5WEWI'],
    ['N. D. S. uit 3A', 'p2', 'initials-class', 'N. D. S. uit 3A'],
  ])('%s', (text, id, how, words) => {
    const [hit, ...others] = sure(text)
    expect(others).toEqual([])
    expect(hit).toMatchObject({ how })
    expect(ids(hit)).toEqual([id])
    expect(text.slice(hit!.start, hit!.end)).toBe(words)
  })

  test('initials that two pupils of the class share name both, with less strength', () => {
    const [hit] = sure('N.P. (3B)')
    expect(ids(hit)).toEqual(['p1', 'p8'])
    expect(hit!.strength).toBeLessThan(sure('L.D.S. uit 5WEWI')[0]!.strength)
  })

  test('several names of one class', () => {
    expect(sure('Noor, Emir en Nina uit 3B').map(ids)).toEqual([['p1'], ['p9'], ['p8']])
    expect(sure('3B: Noor, Emir en Nina').map(ids)).toEqual([['p1'], ['p9'], ['p8']])
  })

  test.each([
    'lokaal 3B is bezet',
    'Gisteren belde Noor. 3B gaat op uitstap.',
    'Lotte uit 3B',
    'Roos heeft 5 appels',
    'Roos (5)',
    'de som is 3 a 4 of 3 b',
    'nk uit 3B',
    'bus 3B, halte A4',
  ])('no pupil by class: %s', (text) => {
    expect(sure(text)).toEqual([])
  })
})

describe('weaker signs', () => {
  test.each([
    ['familie Jacobs', ['p12'], 0.8],
    ['fam. Jacobs', ['p12'], 0.8],
    ['de ouders van El Amrani', ['p5'], 0.8],
    ['mevrouw D’Hondt', ['s3'], 0.8],
    ['meneer Van den Broeck', ['s2'], 0.8],
  ])('%s', (text, expected, strength) => {
    const [hit] = namesIn(text)
    expect(hit).toMatchObject({ how: 'last', strength })
    expect(ids(hit)).toEqual(expected)
  })

  test('a family name of two families is less sure than that of one', () => {
    const [hit] = namesIn('familie De Smet')
    expect(ids(hit)).toEqual(expect.arrayContaining(['p2', 'p3']))
    expect(hit!.strength).toBeLessThan(0.8)
  })

  test('after a title a full name counts as a full name', () => {
    expect(namesIn('mevrouw Van den Broeck Els')[0]).toMatchObject({ how: 'last-first' })
    expect(namesIn('mevrouw Els Van den Broeck')[0]).toMatchObject({ how: 'full' })
  })

  test('a first name alone is weak, one that is a word weaker, a flower nothing', () => {
    const strength = (text: string) => namesIn(text)[0]?.strength ?? 0
    expect(strength('Vandaag was Lotte stil')).toBeLessThan(0.6)
    expect(strength('Vandaag was Emir stil')).toBeGreaterThan(strength('Vandaag was Roos stil'))
    expect(strength('Vandaag was Roos stil')).toBeGreaterThan(strength('Roos is een bloem'))
    expect(strength('Roos is een bloem')).toBeGreaterThan(0)
    expect(namesIn('een rode roos voor de juf')).toEqual([])
  })

  test('a first name of somebody else is weaker still', () => {
    const alone = namesIn('met Emir op school')[0]!.strength
    expect(namesIn('met Emir Kusturica op school')[0]!.strength).toBeLessThan(alone)
    expect(namesIn('Sint-Pieter in Gent')[0]!.strength).toBeLessThan(alone)
  })

  test('first name and first letter of the last name', () => {
    const [hit] = namesIn('Noor P. huilde')
    expect(hit).toMatchObject({ how: 'first', strength: 0.7 })
    expect(ids(hit)).toEqual(['p1'])
  })

  test('a full name of mere words needs its capitals', () => {
    expect(sure('Roos de Boer')).toHaveLength(1)
    expect(sure('geef de roos de boer')).toEqual([])
  })

  test.each(['de boer heeft een boerderij', 'ouders de boer op', 'De Boer uit het sprookje', 'een jan met de pet'])(
    'no person: %s',
    (text) => expect(sure(text)).toEqual([]),
  )

  test('pupil numbers', () => {
    expect(namesIn('leerlingnummer: 204518')[0]).toMatchObject({ how: 'number', strength: 0.95 })
    expect(namesIn('factuur 204518')[0]!.strength).toBeLessThan(0.6)
  })
})

test('offsets hold in a long text, and hits come in order', () => {
  const text = `${'Beste collega’s, 😀 '.repeat(50)}Noor uit 3B en Lotte De Smet en familie Jacobs`
  const hits = sure(text)
  expect(hits.map((hit) => text.slice(hit.start, hit.end))).toEqual(['Noor uit 3B', 'Lotte De Smet', 'Jacobs'])
})

test('a hundred thousand persons', () => {
  const firsts = Array.from({ length: 500 }, (_, i) => `Voor${i.toString(36)}naam`)
  const pupils = Array.from({ length: 100_000 }, (_, i) =>
    pupil(
      `n${i}`,
      firsts[i % 500]!,
      `Van den Achter${Math.floor(i / 500).toString(36)}`,
      `${(i % 6) + 1}${'ABC'[i % 3]}`,
    ),
  )
  const { directory } = loadDirectory(JSON.stringify({ pupils }), 'city.json')
  expect(directory.counts.pupils).toBe(100_000)
  const wanted = pupils[77_777]!
  expect(ids(namesIn(`over ${wanted.firstName} ${wanted.lastName} dus`, directory)[0])).toEqual([wanted.id])
})
