/** A small invented school for the tests of this folder. */
import { type Directory, type DirectoryOptions, loadDirectory } from '../../src/directory/directory.ts'

export const pupil = (id: string, firstName: string, lastName: string, group: string) => ({
  id,
  firstName,
  lastName,
  class: group,
})

export const FILE = {
  domains: ['school.example'],
  policies: { 'school.example': 'kindante' },
  staff: [
    {
      id: 's1',
      firstName: 'Jan',
      lastName: 'Peeters',
      function: 'leraar',
      email: 'jan.peeters@school.example',
      privateEmails: ['jantje.p@gmail.com'],
    },
    { id: 's2', firstName: 'Els', lastName: 'Van den Broeck', function: 'directeur', email: 'els@school.example' },
    { id: 's3', firstName: 'Katrien', lastName: "D'Hondt", function: 'zorg', email: 'katrien@school.example' },
  ],
  pupils: [
    { ...pupil('p1', 'Noor', 'Peeters', '3B'), email: 'noor@leerling.school.example', photoConsent: true },
    pupil('p2', 'Noor', 'De Smet', '3A'),
    pupil('p3', 'Lotte', 'De Smet', '5WEWI'),
    pupil('p4', 'Roos', 'de Boer', 'groep 5'),
    pupil('p5', 'Mohamed Amine', 'El Amrani', '3B'),
    pupil('p6', 'Anne-Marie', 'Jansen-de Vries', '3B'),
    pupil('p7', 'Élise', 'Lefèvre', '3B'),
    pupil('p8', 'Nina', 'Pauwels', '3B'),
    pupil('p9', 'Emir', 'Yılmaz', '3B'),
    pupil('p10', 'Pieter', "Van 't Hof", '5WEWI'),
    pupil('204518', 'Wout', 'Vandenbroeck', '3A'),
    pupil('p12', 'Sam', 'Jacobs', 'K1A'),
  ],
  parents: [
    { name: 'Dirk Peeters', email: 'dirk.peeters@telenet.be', pupilIds: ['p1'] },
    { name: 'Aïcha Ben Ali', email: 'aicha@ziggo.nl', pupilIds: ['p1', 'p5'] },
    { name: 'Jean Pierre De Smet', email: 'jp@gmail.com', pupilIds: ['p2', 'p3'] },
  ],
  groups: [
    { address: 'leerkrachten@school.example', name: 'Leerkrachten', kind: 'group', members: ['s1', 's3'] },
    { address: 'kangoeroes@school.example', name: 'De kangoeroes', kind: 'group', members: [] },
    {
      address: 'zorgteam@school.example',
      name: 'Zorg',
      kind: 'function',
      members: ['katrien@school.example', 'leerkrachten@school.example'],
    },
    { address: 'school.privacy@gmail.com', name: 'Meldpunt', kind: 'function', members: [] },
  ],
  externalPartners: [{ domain: 'clb.example', name: 'CLB', role: 'CLB' }],
  noContact: [{ recipient: 'weg@post.example' }, { recipient: '@pers.example', sender: 'jan.peeters@school.example' }],
  schools: [{ id: 'hoofd', name: 'De School', address: 'Straat 1', phone: '09', websites: ['www.school.example'] }],
}

export const school = (options: DirectoryOptions = {}): Directory =>
  loadDirectory(JSON.stringify(FILE), 'school.json', options).directory
