/** What the virus scanner brings about, in French. */
import type { ScanTexts } from './catalogue.ts'

export const SCAN_FR: ScanTexts = {
  malware: {
    title: 'Votre message contient un virus',
    why: 'Votre ordinateur est peut-être infecté. Vous n’y êtes pour rien. Jusqu’à la vérification, vos autres messages attendent aussi.',
    steps: [
      'Appelez maintenant le coordinateur TIC de votre école. N’utilisez pas cet ordinateur entre-temps.',
      'Ne renvoyez pas ce message et n’ouvrez pas la pièce jointe.',
    ],
    tip: 'Vous recevez un fichier inattendu ? Ne l’ouvrez pas et appelez le coordinateur TIC.',
  },
  'suspected-malware': {
    title: 'L’antivirus a un doute sur votre message',
    why: 'C’est peut-être une erreur. Quelqu’un de l’école regarde d’abord.',
    steps: ['Vous ne connaissez pas ce fichier ? Ne l’ouvrez pas et appelez le coordinateur TIC.'],
    tip: 'Vous ne connaissez pas un fichier ? Ne l’ouvrez pas et appelez le coordinateur TIC.',
  },
  'blocked-account': {
    title: 'Vos messages attendent, car l’un des précédents contenait un virus',
    why: 'Ainsi, aucun virus n’arrive chez les parents et les collègues. Rien n’est perdu.',
    steps: ['Appelez le coordinateur TIC de votre école : il vérifie votre ordinateur et débloque votre compte.'],
    tip: 'Appelez le coordinateur TIC de votre école.',
  },
  'scanner-down': {
    title: 'L’antivirus n’a pas encore pu vérifier votre message',
    why: 'L’antivirus de l’école ne fonctionne pas pour le moment. Votre message n’y est pour rien.',
    steps: ['Cela ne peut pas attendre ? Appelez l’école.'],
    tip: 'Un message ne peut pas attendre ? Appelez l’école.',
  },
  'scanner-limit': {
    title: 'Votre message est trop grand pour l’antivirus',
    why: 'Ce qui n’a pas été vérifié ne part pas comme ça.',
    steps: ['Placez les grands fichiers dans l’espace partagé de l’école et envoyez un lien.'],
    tip: 'Placez les grands fichiers dans l’espace partagé de l’école et envoyez un lien.',
  },
}
