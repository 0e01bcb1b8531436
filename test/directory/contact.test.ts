import { describe, expect, test } from 'vitest'
import { type Directory, emptyDirectory, hashAddress, loadDirectory } from '../../src/directory/directory.ts'
import { FILE, school } from './school.ts'

const people = school()
const seen = (address: string, directory: Directory = people) => {
  const contact = directory.contact(address)
  return [contact.class, contact.known] as const
}

describe('what the directory knows', () => {
  test.each([
    ['jan.peeters@school.example', 'personal'],
    ['Jan.Peeters@SCHOOL.example', 'personal'],
    ['jan.peeters+mededelingen@school.example', 'personal'],
    ['jantje.p@gmail.com', 'private'],
    ['jantjep@googlemail.com', 'private'],
    ['noor@leerling.school.example', 'pupil'],
    ['dirk.peeters@telenet.be', 'parent'],
    ['leerkrachten@school.example', 'group'],
    ['kangoeroes@school.example', 'group'],
    ['zorgteam@school.example', 'general'],
    ['school.privacy@gmail.com', 'general'],
    ['an@clb.example', 'partner'],
    ['an@gent.clb.example', 'partner'],
  ])('%s is %s', (address, expected) => expect(seen(address)).toEqual([expected, true]))

  test('the answer is the same for each of more addresses than are remembered, and again', () => {
    const directory = school()
    const addresses = Array.from({ length: 10_000 }, (_, i) => `ouder${i}@gezin${i}.example`)
    for (const address of [...addresses, ...addresses]) expect(directory.contact(address).address).toBe(address)
    expect(seen('dirk.peeters@telenet.be', directory)).toEqual(['parent', true])
  })

  test('tells the persons, group and partner', () => {
    expect(people.contact('jantje.p@gmail.com').persons.map((person) => person.id)).toEqual(['s1'])
    expect(people.contact('kangoeroes@school.example').group?.name).toBe('De kangoeroes')
    expect(people.contact('an@gent.clb.example').partner?.role).toBe('CLB')
    expect(people.contact('els@school.example')).toMatchObject({ ours: true, freeMail: false })
    expect(people.contact('jp@gmail.com')).toMatchObject({ ours: false, freeMail: true })
  })

  test('a private account of staff stays private when it is also a parent’s', () => {
    const parents = [...FILE.parents, { name: 'Jan Peeters', email: 'jantje.p@gmail.com', pupilIds: ['p1'] }]
    const { directory } = loadDirectory(JSON.stringify({ ...FILE, parents }), 'x.json')
    const contact = directory.contact('jantje.p@gmail.com')
    expect(contact.class).toBe('private')
    expect(contact.persons.map((person) => person.kind)).toEqual(['staff', 'parent'])
  })

  test('private addresses as keyed hashes', () => {
    const staff = [{ ...FILE.staff[0]!, privateEmails: [hashAddress('Geheim.Adres@outlook.be', 'sleutel')] }]
    const text = JSON.stringify({ ...FILE, staff, groups: [] })
    const open = (hashKey?: string) => loadDirectory(text, 'x.json', hashKey === undefined ? {} : { hashKey })
    expect(seen('geheim.adres@outlook.be', open('sleutel').directory)).toEqual(['private', true])
    expect(seen('geheim.adres@outlook.be', open('andere').directory)).toEqual(['outside', false])
    expect(open('sleutel').warnings).toEqual([])
    expect(open().warnings.join()).toContain('no key is set')
  })
})

describe('what local part and domain suggest', () => {
  test.each([
    ['ouders-3a@school.example', 'group'],
    ['ouders.3a@school.example', 'group'],
    ['ouders_3a@school.example', 'group'],
    ['ouders3a@school.example', 'group'],
    ['oudersL3@school.example', 'group'],
    ['alle.ouders@school.example', 'group'],
    ['vakgroep-wiskunde@school.example', 'group'],
    ['lkr-kleuter@school.example', 'group'],
    ['klusouders@school.example', 'group'],
    ['3a@school.example', 'group'],
    ['5wewi@school.example', 'group'],
    ['groep7@school.example', 'group'],
    ['K1A@school.example', 'group'],
    ['ouders+test@school.example', 'group'],
    ['info@school.example', 'general'],
    ['secretariaat.lager@school.example', 'general'],
    ['directie@school.example', 'general'],
    ['marie@school.example', 'personal'],
    ['mr.jansen@school.example', 'personal'],
    ['teamleider.piet@school.example', 'personal'],
    ['iemand@leerling.school.example', 'pupil'],
    ['leerkrachten@andereschool.example', 'group'],
    ['ouders-3a@andereschool.example', 'group'],
    ['3a@andereschool.example', 'outside'],
    ['5wewi@gmail.com', 'outside'],
    ['info@bakker.example', 'outside'],
    ['ouders.noor@gmail.com', 'outside'],
    ['ouderraad@elders.example', 'outside'],
    ['iemand@telenet.be', 'outside'],
    ['jan.peeters@telenet.be', 'private'],
    ['jan@peeters.be', 'private'],
    ['info@peeters.be', 'outside'],
    ['jan.peeters@bedrijf.example', 'outside'],
  ])('%s is %s', (address, expected) => expect(seen(address)).toEqual([expected, false]))

  test('a known parent is no private account, however like a teacher it is spelt', () => {
    const parents = [...FILE.parents, { name: 'Joke Peeters', email: 'j.peeters@telenet.be', pupilIds: ['p1'] }]
    const { directory } = loadDirectory(JSON.stringify({ ...FILE, parents }), 'x.json')
    expect(seen('j.peeters@telenet.be')).toEqual(['private', false])
    expect(seen('j.peeters@telenet.be', directory)).toEqual(['parent', true])
  })

  test('without a directory', () => {
    const empty = emptyDirectory(['school.example'])
    expect(seen('info@school.example', empty)).toEqual(['general', false])
    expect(seen('ouders-3a@school.example', empty)).toEqual(['group', false])
    expect(seen('jan@school.example', empty)).toEqual(['personal', false])
    expect(empty.contact('jan@ziggo.nl')).toMatchObject({ class: 'outside', freeMail: true })
    expect(empty.contact('x@school.example.evil.example').ours).toBe(false)
    expect(empty.contact('')).toMatchObject({ class: 'outside', ours: false })
  })
})

describe('names in accounts', () => {
  test.each([
    ['jan.peeters', '', 's1'],
    ['peetersjan', '', 's1'],
    ['j.peeters82', '', 's1'],
    ['jpeeters', '', 's1'],
    ['peeters.jan', '', 's1'],
    ['jan_peeters_prive', '', 's1'],
    ['els.broeck', '', 's2'],
    ['elsvandenbroeck', '', 's2'],
    ['e.vandenbroeck', 'Els V.', 's2'],
    ['katriendhondt1979', '', 's3'],
    ['elsje78', 'Els Van den Broeck', 's2'],
    ['juf.els', '', undefined],
    ['juf.els', 'Vandenbroeck Els', 's2'],
    ['j.peeters', 'Joke Peeters', undefined],
    ['j.peeters', 'J. Peeters', 's1'],
    ['peeters', '', undefined],
    ['jan', '', undefined],
  ])('%s "%s"', (local, name, id) => expect(people.staffSpelt(local, name)?.id).toBe(id))

  test('staff by folded first and last name', () => {
    expect(people.staffNamed('ELS', 'Vandenbroeck').map((person) => person.id)).toEqual(['s2'])
    expect(people.staffNamed('Noor', 'Peeters')).toEqual([])
  })
})

test('parents, managers, no-contact, schools, packs and counts', () => {
  expect(people.parentsOf('p1').map((person) => person.name)).toEqual(['Dirk Peeters', 'Aïcha Ben Ali'])
  expect(people.parentsOf('p2')[0]).toMatchObject({ firstName: 'Jean Pierre', lastName: 'De Smet', school: 'hoofd' })
  expect(people.parentsOf('nobody')).toEqual([])
  expect(people.managersOf('Zorgteam@school.example')).toEqual(['katrien@school.example', 'jan.peeters@school.example'])
  expect(people.managersOf('leerkrachten@school.example')).toEqual([])
  expect(people.noContact('Weg@post.example', 'els@school.example')).toBe(true)
  expect(people.noContact('weg+x@post.example', '')).toBe(true)
  expect(people.noContact('an@pers.example', 'jan.peeters@school.example')).toBe(true)
  expect(people.noContact('an@pers.example', 'els@school.example')).toBe(false)
  expect(people.noContact('an@post.example', 'els@school.example')).toBe(false)
  expect(people.school('hoofd')?.websites).toEqual(['www.school.example'])
  expect(people.person('p1')).toMatchObject({ kind: 'pupil', class: '3B', school: 'hoofd', photoConsent: true })
  expect(people.packOf('leerling.school.example')).toBe('kindante')
  expect(people.packOf('elders.example')).toBeUndefined()
  expect(people.counts).toEqual({ staff: 3, pupils: 12, parents: 3, groups: 4 })
})

test('groups that contain each other have no end, and still managers', () => {
  const group = (address: string, member: string) => ({
    address,
    kind: 'function',
    members: [member, 'els@school.example'],
  })
  const groups = [group('a@school.example', 'b@school.example'), group('b@school.example', 'a@school.example')]
  const { directory } = loadDirectory(JSON.stringify({ groups }), 'x.json')
  expect(directory.managersOf('a@school.example')).toEqual(['els@school.example'])
})
