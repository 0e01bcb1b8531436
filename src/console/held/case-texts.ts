/** What the case page says of its own: recipients, actions, the whole message. */
import { inFrench, type Language, type UnreadReason } from '../../message/message.ts'
import { plural } from '../plural.ts'

/** What was just done, told on the case that is shown again. */
export type CaseDone = 'asked' | 'handed' | 'excepted' | 'leaked'

type Action = Readonly<{ title: string; words: string; button: string }>

export type CaseWords = Readonly<{
  more: string
  waitsFor: string
  /** In place of the class. */
  parentOf: (pupils: string) => string
  members: (n: number) => string
  /** Beside an address; `letters` are those that are not Latin. */
  mixed: (letters: string) => string
  done: Readonly<Record<CaseDone, string>>
  bcc: Action & Readonly<{ lead: string; other: string; send: string; withIt: string }>
  template: Readonly<{ label: string; in: Readonly<Record<Language, string>> }>
  /** A letter to a colleague: what is the matter, what to do. */
  letter: (matter: string, steps: string, by: string) => string
  ask: Action & Readonly<{ label: string; asked: string; unanswered: string; answered: string; machine: string }>
  hand: Action & Readonly<{ label: string; own: string; nobody: string; to: (name: string) => string }>
  exception: Action & Readonly<{ rule: string; recipient: string; until: string; reason: string; never: string }>
  leak: Action &
    Readonly<{
      label: string
      since: string
      hours: readonly (readonly [number, string])[]
      already: string
      register: string
    }>
  whole: Readonly<{
    signature: string
    disclaimer: string
    html: string
    htmlWords: string
    picture: string
    files: string
    noFiles: string
    text: string
    noText: string
    message: string
    unread: string
    reasons: Readonly<Record<UnreadReason, string>>
    moreFiles: (n: number) => string
    size: (bytes: number) => string
  }>
}>

const sized =
  (locale: string) =>
  (bytes: number): string => {
    const [unit, value] =
      bytes < 1_000_000 ? (['kilobyte', bytes / 1000] as const) : (['megabyte', bytes / 1e6] as const)
    return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: 1 }).format(value)
  }

const nl: CaseWords = {
  more: 'Iets anders doen',
  waitsFor: 'Wacht om',
  parentOf: (pupils) => `ouder van ${pupils}`,
  members: (n) => plural.nl(n, '% lid', '% leden'),
  mixed: (letters) =>
    `Let op: in dit adres staan letters uit twee alfabetten (${letters}). Het is misschien een ander adres dan je denkt.`,
  done: {
    asked: 'Je vraag is verstuurd. Het bericht blijft wachten; je krijgt een mail zodra er een antwoord is.',
    handed: 'Doorgegeven. Je collega krijgt een mail en ziet dat jij het doorgaf.',
    excepted: 'De uitzondering geldt vanaf nu voor nieuwe berichten. Over dit bericht moet je nog beslissen.',
    leaked: 'Gemeld. Het staat in het register en het aanspreekpunt kreeg een mail.',
  },
  bcc: {
    title: 'Vrijgeven met BCC',
    words: 'Het bericht vertrekt naar iedereen, maar de adressen die niet iedereen mag zien, gaan naar BCC.',
    button: 'Bekijk hoe het dan vertrekt',
    lead: 'Er is nog niets verstuurd. Kijk het na en klik op de knop.',
    other: 'Let op: het bericht wacht ook om iets anders. Dat verandert niet met BCC.',
    send: 'Geef het zo vrij',
    withIt: 'Zo vertrekt het',
  },
  template: {
    label: 'Begin met een tekst over:',
    in: { nl: 'in het Nederlands', fr: 'in het Frans', en: 'in het Engels' },
  },
  letter: (matter, steps, by) =>
    `Dag\n\nIk heb je bericht nagekeken en niet verstuurd. ${matter}\n\n${steps}\n\nDaarna mag je het gerust opnieuw versturen. Vragen? Laat het me weten.\n\n${by}`,
  ask: {
    title: 'Vraag het aan de afzender',
    words: 'De afzender krijgt je vraag per mail en antwoordt met een link. De termijn loopt gewoon door.',
    button: 'Stel de vraag',
    label: 'Je vraag (zonder gevoelige gegevens: ze staat in een mail)',
    asked: 'Vragen aan de afzender',
    unanswered: 'Nog geen antwoord.',
    answered: 'Antwoord',
    machine: 'Dit bericht komt van een toestel: je kunt de afzender niets vragen.',
  },
  hand: {
    title: 'Doorgeven aan een collega',
    words: 'Iemand anders beslist. Die krijgt een mail, zonder de inhoud van het bericht.',
    button: 'Geef door',
    label: 'Aan wie?',
    own: 'je vervanger',
    nobody: 'Er is niemand anders die over dit bericht kan beslissen.',
    to: (name) => `aan ${name}`,
  },
  exception: {
    title: 'Maak een uitzondering',
    words:
      'Deze afzender mag dit voortaan naar deze ontvanger mailen, tot de dag die je kiest. Wat er gezien wordt, blijft bewaard.',
    button: 'Maak de uitzondering',
    rule: 'Voor welke regel?',
    recipient: 'Naar wie?',
    until: 'Tot en met',
    reason: 'Waarom mag dit?',
    never: 'Op de regels die dit bericht tegenhouden, kan geen uitzondering.',
  },
  leak: {
    title: 'Meld als vermoeden van een datalek',
    words:
      'Het aanspreekpunt van de school krijgt meteen een mail en het komt in het register. Vanaf het moment dat iemand het wist, lopen 72 uur.',
    button: 'Meld het',
    label: 'Wat is er misschien gelekt, en naar wie?',
    since: 'Sinds wanneer weet je het?',
    hours: [
      [0, 'Sinds nu'],
      [4, 'Een halve dag'],
      [24, 'Sinds gisteren'],
      [48, 'Twee dagen'],
    ],
    already: 'Gemeld als vermoeden van een datalek',
    register: 'Open het register',
  },
  whole: {
    signature: 'Handtekening',
    disclaimer: 'Vaste voettekst',
    html: 'Bekijk de opmaak',
    htmlWords:
      'Zonder beelden en kleuren; wat verborgen was, zie je. Achter elke link staat waar hij echt naartoe gaat.',
    picture: 'afbeelding',
    files: 'Bijlagen',
    noFiles: 'Er hangt niets aan dit bericht.',
    text: 'Toon de tekst',
    noText: 'Geen tekst gevonden.',
    message: 'Bijgevoegd bericht',
    unread: 'Kon niet worden gelezen',
    reasons: {
      encrypted: 'beveiligd met een wachtwoord of versleuteld',
      'unknown-format': 'onbekend soort bestand',
      broken: 'beschadigd',
      disputed: 'op meer manieren te lezen',
      limit: 'te groot of te diep ingepakt',
      'reader-crashed': 'het lezen mislukte',
      'reader-timeout': 'het lezen duurde te lang',
    },
    moreFiles: (n) => plural.nl(n, 'en nog % bestand', 'en nog % bestanden'),
    size: sized('nl-BE'),
  },
}

const fr: CaseWords = {
  more: 'Faire autre chose',
  waitsFor: 'En attente pour',
  parentOf: (pupils) => `parent de ${pupils}`,
  members: (n) => plural.fr(n, '% membre', '% membres'),
  mixed: (letters) =>
    `Attention : cette adresse mélange les lettres de deux alphabets (${letters}). Ce n’est peut-être pas l’adresse que vous croyez lire.`,
  done: {
    asked: 'Votre question est envoyée. Le message reste en attente ; vous recevrez un e-mail dès la réponse.',
    handed: 'Confié. Votre collègue reçoit un e-mail et voit que cela vient de vous.',
    excepted: 'L’exception vaut dès maintenant pour les nouveaux messages. Il reste à décider de celui-ci.',
    leaked: 'Signalé. C’est inscrit au registre et le contact de l’école a reçu un e-mail.',
  },
  bcc: {
    title: 'Libérer en copie cachée (Cci)',
    words: 'Le message part vers tous, mais les adresses que tous ne peuvent pas voir passent en Cci.',
    button: 'Voir comment il partira',
    lead: 'Rien n’est encore envoyé. Vérifiez et cliquez sur le bouton.',
    other: 'Attention : le message attend aussi pour une autre raison. La copie cachée n’y change rien.',
    send: 'Libérer ainsi',
    withIt: 'Il partira ainsi',
  },
  template: {
    label: 'Commencer par un texte sur :',
    in: { nl: 'en néerlandais', fr: 'en français', en: 'en anglais' },
  },
  letter: (matter, steps, by) =>
    `Bonjour,\n\nJ’ai vérifié votre message et je ne l’ai pas envoyé. ${matter}\n\n${steps}\n\nVous pouvez ensuite le renvoyer sans souci. Des questions ? N’hésitez pas.\n\n${by}`,
  ask: {
    title: 'Demander à l’expéditeur',
    words: 'L’expéditeur reçoit votre question par e-mail et répond par un lien. Le délai continue à courir.',
    button: 'Poser la question',
    label: 'Votre question (sans données sensibles : elle figure dans un e-mail)',
    asked: 'Questions à l’expéditeur',
    unanswered: 'Pas encore de réponse.',
    answered: 'Réponse',
    machine: 'Ce message vient d’un appareil : on ne peut rien demander à l’expéditeur.',
  },
  hand: {
    title: 'Confier à un collègue',
    words: 'Quelqu’un d’autre décide. Cette personne reçoit un e-mail, sans le contenu du message.',
    button: 'Confier',
    label: 'À qui ?',
    own: 'votre suppléant',
    nobody: 'Personne d’autre ne peut décider de ce message.',
    to: (name) => `à ${name}`,
  },
  exception: {
    title: 'Faire une exception',
    words:
      'Cet expéditeur pourra désormais envoyer ceci à ce destinataire, jusqu’au jour choisi. Ce qui est vu reste conservé.',
    button: 'Faire l’exception',
    rule: 'Pour quelle règle ?',
    recipient: 'Vers qui ?',
    until: 'Jusqu’au (inclus)',
    reason: 'Pourquoi est-ce permis ?',
    never: 'Aucune exception n’est possible aux règles qui retiennent ce message.',
  },
  leak: {
    title: 'Signaler une fuite de données possible',
    words:
      'Le contact de l’école reçoit aussitôt un e-mail et c’est inscrit au registre. Le délai de 72 heures court dès que quelqu’un l’a su.',
    button: 'Signaler',
    label: 'Qu’est-ce qui a peut-être fuité, et vers qui ?',
    since: 'Depuis quand le savez-vous ?',
    hours: [
      [0, 'À l’instant'],
      [4, 'Une demi-journée'],
      [24, 'Depuis hier'],
      [48, 'Deux jours'],
    ],
    already: 'Signalé comme fuite de données possible',
    register: 'Ouvrir le registre',
  },
  whole: {
    signature: 'Signature',
    disclaimer: 'Mention automatique',
    html: 'Voir la mise en page',
    htmlWords:
      'Sans images ni couleurs ; ce qui était caché est visible. Après chaque lien figure sa vraie destination.',
    picture: 'image',
    files: 'Pièces jointes',
    noFiles: 'Rien n’est joint à ce message.',
    text: 'Afficher le texte',
    noText: 'Aucun texte trouvé.',
    message: 'Message joint',
    unread: 'N’a pas pu être lu',
    reasons: {
      encrypted: 'protégé par un mot de passe ou chiffré',
      'unknown-format': 'type de fichier inconnu',
      broken: 'endommagé',
      disputed: 'lisible de plusieurs façons',
      limit: 'trop grand ou trop imbriqué',
      'reader-crashed': 'la lecture a échoué',
      'reader-timeout': 'la lecture a duré trop longtemps',
    },
    moreFiles: (n) => plural.fr(n, 'et encore % fichier', 'et encore % fichiers'),
    size: sized('fr-BE'),
  },
}

const en: CaseWords = {
  more: 'Do something else',
  waitsFor: 'Waits for',
  parentOf: (pupils) => `parent of ${pupils}`,
  members: (n) => plural.en(n, '% member', '% members'),
  mixed: (letters) =>
    `Careful: this address mixes letters from two alphabets (${letters}). It may not be the address it seems to be.`,
  done: {
    asked: 'Your question has been sent. The message keeps waiting; you get an e-mail as soon as there is an answer.',
    handed: 'Handed over. Your colleague gets an e-mail that says it came from you.',
    excepted: 'The exception applies to new messages from now on. You still have to decide on this one.',
    leaked: 'Reported. It is in the register, and the school’s contact has been e-mailed.',
  },
  bcc: {
    title: 'Release with Bcc',
    words: 'The message goes to everybody, but addresses that not everybody may see move to Bcc.',
    button: 'See how it would be sent',
    lead: 'Nothing has been sent yet. Check it, then press the button.',
    other: 'Please note: the message is also waiting for another reason. Bcc does not change that.',
    send: 'Release it this way',
    withIt: 'This is how it will be sent',
  },
  template: {
    label: 'Start with a text about:',
    in: { nl: 'in Dutch', fr: 'in French', en: 'in English' },
  },
  letter: (matter, steps, by) =>
    `Hello,\n\nI have looked at your message and have not sent it. ${matter}\n\n${steps}\n\nAfter that, feel free to send it again. Any questions? Just let me know.\n\n${by}`,
  ask: {
    title: 'Ask the sender',
    words: 'The sender gets your question by e-mail and answers through a link. The deadline does not change.',
    button: 'Ask',
    label: 'Your question (nothing sensitive: it is sent by e-mail)',
    asked: 'Questions to the sender',
    unanswered: 'No answer yet.',
    answered: 'Answer',
    machine: 'A device sent this message: there is nobody to ask.',
  },
  hand: {
    title: 'Hand over to a colleague',
    words: 'Somebody else decides. They get an e-mail, without the content of the message.',
    button: 'Hand over',
    label: 'To whom?',
    own: 'your deputy',
    nobody: 'Nobody else can decide on this message.',
    to: (name) => `to ${name}`,
  },
  exception: {
    title: 'Make an exception',
    words:
      'From now on this sender may send this to this recipient, until the day you choose. What was noticed is still recorded.',
    button: 'Make the exception',
    rule: 'For which rule?',
    recipient: 'To whom?',
    until: 'Up to and including',
    reason: 'Why is this allowed?',
    never: 'No exception is possible to the rules that stop this message.',
  },
  leak: {
    title: 'Report as a suspected data leak',
    words:
      'The school’s contact gets an e-mail at once, and it is added to the register. The 72 hours start when somebody first knew.',
    button: 'Report it',
    label: 'What may have leaked, and to whom?',
    since: 'When did you find out?',
    hours: [
      [0, 'Just now'],
      [4, 'Half a day ago'],
      [24, 'Yesterday'],
      [48, 'Two days ago'],
    ],
    already: 'Reported as a suspected data leak',
    register: 'Open the register',
  },
  whole: {
    signature: 'Signature',
    disclaimer: 'Standard footer',
    html: 'See the layout',
    htmlWords:
      'Without pictures or colours; what was hidden is shown. Each link is followed by the address it really leads to.',
    picture: 'picture',
    files: 'Attachments',
    noFiles: 'Nothing is attached to this message.',
    text: 'Show the text',
    noText: 'No text found.',
    message: 'Attached message',
    unread: 'Could not be read',
    reasons: {
      encrypted: 'protected by a password or encrypted',
      'unknown-format': 'unknown kind of file',
      broken: 'damaged',
      disputed: 'can be read in several ways',
      limit: 'too large, or packed too deeply',
      'reader-crashed': 'reading failed',
      'reader-timeout': 'reading took too long',
    },
    moreFiles: (n) => plural.en(n, 'and % more file', 'and % more files'),
    size: sized('en-GB'),
  },
}

export const CASE_WORDS: Readonly<Record<Language, CaseWords>> = { nl, fr: inFrench(fr), en }
