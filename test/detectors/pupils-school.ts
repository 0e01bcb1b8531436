/** A small invented school for the rules about pupils. */
export const SCHOOL = {
  domains: ['school.example'],
  staff: [
    { id: 's1', firstName: 'Els', lastName: 'Peeters', function: 'leerkracht', email: 'els.peeters@school.example' },
    { id: 's2', firstName: 'Jan', lastName: 'De Vos', function: 'zorgcoördinator', email: 'jan.devos@school.example' },
  ],
  pupils: [
    { id: 'p1', firstName: 'Noor', lastName: 'De Smet', class: '3B' },
    { id: 'p2', firstName: 'Milan', lastName: 'Jacobs', class: '5WEWI' },
    { id: 'p3', firstName: 'Lotte', lastName: 'Maes', class: '3B' },
    { id: 'p4', firstName: 'Roos', lastName: 'Janssens', class: '2A' },
    { id: 'p5', firstName: 'Youssef', lastName: 'El Amrani', class: '6A' },
    { id: 'p6', firstName: 'Emma', lastName: 'Claes', class: '4LAT', email: 'emma.claes@leerling.example' },
  ],
  parents: [
    { name: 'Mia Claes', email: 'mia@ouder.example', pupilIds: ['p6'] },
    { name: 'Koen De Smet', email: 'koen@ouder.example', pupilIds: ['p1'] },
    { name: 'Sofie Wouters', email: 'sofie@ouder.example', pupilIds: ['p2'] },
  ],
  groups: [],
  externalPartners: [{ domain: 'clb.example', name: 'CLB' }],
}
