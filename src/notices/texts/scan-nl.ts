/** What the virus scanner brings about, in Dutch (B1). */
import type { ScanTexts } from './catalogue.ts'

export const SCAN_NL: ScanTexts = {
  malware: {
    title: 'In je bericht zit een virus',
    why: 'Misschien is je computer besmet. Daar kun je niets aan doen. Tot dat nagekeken is, wacht ook je andere mail.',
    steps: [
      'Bel nu de ICT-coördinator van je school. Gebruik deze computer zolang niet.',
      'Verstuur dit bericht niet opnieuw, en open de bijlage niet.',
    ],
    tip: 'Kreeg je een bestand dat je niet verwachtte? Open het niet en bel de ICT-coördinator.',
  },
  'suspected-malware': {
    title: 'De virusscanner twijfelt over je bericht',
    why: 'Het kan een vergissing zijn. Daarom kijkt eerst iemand van de school.',
    steps: ['Ken je dit bestand niet? Open het niet en bel de ICT-coördinator.'],
    tip: 'Ken je een bestand niet? Open het niet en bel de ICT-coördinator.',
  },
  'blocked-account': {
    title: 'Je mail wacht, want er zat een virus in een eerder bericht',
    why: 'Zo komt er geen virus bij ouders en collega’s terecht. Er gaat niets verloren.',
    steps: ['Bel de ICT-coördinator van je school: die kijkt je computer na en geeft je account weer vrij.'],
    tip: 'Bel de ICT-coördinator van je school.',
  },
  'scanner-down': {
    title: 'Je bericht kon nog niet op virussen worden nagekeken',
    why: 'De virusscanner van de school werkt nu niet. Aan jouw bericht ligt het niet.',
    steps: ['Kan het niet wachten? Bel dan even naar de school.'],
    tip: 'Kan een bericht niet wachten? Bel dan even naar de school.',
  },
  'scanner-limit': {
    title: 'Je bericht is te groot voor de virusscanner',
    why: 'Wat niet op virussen is nagekeken, vertrekt niet zomaar.',
    steps: ['Zet grote bestanden in de gedeelde opslag van de school en mail een link.'],
    tip: 'Zet grote bestanden in de gedeelde opslag van de school en mail een link.',
  },
}
