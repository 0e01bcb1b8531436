/** What "try a message" says. */
import { inFrench, type Language, type UnreadReason } from '../../message/message.ts'
import type { Outcome } from '../../policy/policy.ts'

export type TryTexts = Readonly<{
  title: string
  lead: string
  ready: Readonly<{ title: string; words: string; file: string; source: string; button: string }>
  write: Readonly<{ title: string; words: string; button: string }>
  fields: Readonly<Record<'from' | 'to' | 'cc' | 'bcc' | 'subject' | 'text' | 'file' | 'pack', string>>
  several: string
  bySender: string
  nothing: string
  noMessage: string
  noSender: string
  noRecipient: string
  busy: string
  tooLarge: (megabytes: number) => string
  failed: string
  verdict: Readonly<Record<Outcome, Readonly<{ title: string; words: string }>>>
  again: string
  judgedBy: string
  recipients: string
  recipient: string
  outcome: string
  rules: string
  why: string
  advice: string
  nothingSeen: string
  quiet: string
  shadow: string
  excepted: string
  unread: string
  unreadWords: string
  reasons: Readonly<Record<UnreadReason, string>>
  letters: string
  noLetter: string
  letterTo: (address: string) => string
  asText: string
  look: string
  refused: Readonly<{ title: string; words: string }>
}>

const nl: TryTexts = {
  title: 'Probeer een bericht',
  lead: 'Kijk wat Mailsluis met een bericht zou doen. Er wordt niets verstuurd en niets bewaard.',
  ready: {
    title: 'Een bestaand bericht',
    words: 'Bewaar de mail in je mailprogramma als .eml-bestand, of plak de bron ervan.',
    file: 'Bestand (.eml)',
    source: 'Of de bron van het bericht',
    button: 'Kijk dit bericht na',
  },
  write: { title: 'Zelf schrijven', words: 'Vul in wat je wilt proberen.', button: 'Kijk dit bericht na' },
  fields: {
    from: 'Van',
    to: 'Aan',
    cc: 'Cc',
    bcc: 'BCC',
    subject: 'Onderwerp',
    text: 'Tekst',
    file: 'Bijlage',
    pack: 'Afspraken',
  },
  several: 'Meer adressen? Zet er een komma tussen.',
  bySender: 'die van de afzender',
  nothing: 'Kies een bestand of plak de bron van een bericht.',
  noMessage:
    'Dit lijkt geen mail: er staat geen afzender in. Een .eml-bestand begint met regels zoals “From:” en “To:”.',
  noSender: 'Vul bij Van één e-mailadres in.',
  noRecipient: 'Vul minstens één e-mailadres in bij Aan, Cc of BCC.',
  busy: 'Er worden net andere berichten geprobeerd. Probeer het over een halve minuut opnieuw.',
  tooLarge: (megabytes) => `Dit is te groot om te proberen. Het mag hoogstens ${megabytes} MB zijn.`,
  failed: 'Dit bericht kon niet worden nagekeken. Is het wel een .eml-bestand?',
  verdict: {
    forward: { title: 'Dit bericht vertrekt gewoon', words: 'Geen enkele regel houdt het tegen.' },
    notify: { title: 'Dit bericht vertrekt, met een tip', words: 'De afzender krijgt een tip voor de volgende keer.' },
    hold: { title: 'Dit bericht wacht', words: 'Iemand van de school kijkt het eerst na.' },
    bounce: { title: 'Dit bericht gaat terug', words: 'De afzender krijgt het terug, met uitleg.' },
  },
  again: 'Probeer nog een bericht',
  judgedBy: 'Nagekeken met',
  recipients: 'Per ontvanger',
  recipient: 'Ontvanger',
  outcome: 'Wat gebeurt er?',
  rules: 'Regels',
  why: 'Waarom?',
  advice: 'Tips voor de afzender',
  nothingSeen: 'Er is niets gevonden.',
  quiet: 'Gezien, maar het telt niet mee',
  shadow: 'op proef',
  excepted: 'uitzondering',
  unread: 'Niet nagekeken',
  unreadWords: 'Dit kon Mailsluis niet lezen.',
  reasons: {
    encrypted: 'versleuteld',
    'unknown-format': 'onbekend soort bestand',
    broken: 'beschadigd',
    disputed: 'op meer manieren te lezen',
    limit: 'te groot of te diep verpakt',
    'reader-crashed': 'het lezen liep vast',
    'reader-timeout': 'het lezen duurde te lang',
  },
  letters: 'Wat krijgt de afzender?',
  noLetter: 'De afzender krijgt geen bericht van Mailsluis.',
  letterTo: (address) => `Aan ${address}`,
  asText: 'Tekst van de mail',
  look: 'Toon zoals in de mailbox',
  refused: { title: 'Dit is niet voor jouw rol', words: 'Een auditor kan geen berichten proberen.' },
}

const en: TryTexts = {
  title: 'Try a message',
  lead: 'See what Mailsluis would do with a message. Nothing is sent and nothing is kept.',
  ready: {
    title: 'An existing message',
    words: 'Save the e-mail as an .eml file in your mail program, or paste its source.',
    file: 'File (.eml)',
    source: 'Or the source of the message',
    button: 'Check this message',
  },
  write: { title: 'Write one yourself', words: 'Fill in what you want to try.', button: 'Check this message' },
  fields: {
    from: 'From',
    to: 'To',
    cc: 'Cc',
    bcc: 'Bcc',
    subject: 'Subject',
    text: 'Text',
    file: 'Attachment',
    pack: 'Policy',
  },
  several: 'More than one address? Put a comma between them.',
  bySender: 'the sender’s',
  nothing: 'Choose a file or paste the source of a message.',
  noMessage:
    'This does not look like an e-mail: it has no sender. An .eml file begins with lines such as “From:” and “To:”.',
  noSender: 'Fill in one e-mail address in From.',
  noRecipient: 'Fill in at least one e-mail address in To, Cc or Bcc.',
  busy: 'Other messages are being tried right now. Please try again in half a minute.',
  tooLarge: (megabytes) => `This is too large to try. The maximum is ${megabytes} MB.`,
  failed: 'This message could not be checked. Is it really an .eml file?',
  verdict: {
    forward: { title: 'This message is simply sent', words: 'No rule stops it.' },
    notify: { title: 'This message is sent, with a tip', words: 'The sender gets a tip for next time.' },
    hold: { title: 'This message has to wait', words: 'Somebody at the school looks at it first.' },
    bounce: { title: 'This message goes back', words: 'The sender gets it back, with an explanation.' },
  },
  again: 'Try another message',
  judgedBy: 'Checked against',
  recipients: 'Per recipient',
  recipient: 'Recipient',
  outcome: 'What happens?',
  rules: 'Rules',
  why: 'Why?',
  advice: 'Tips for the sender',
  nothingSeen: 'Nothing was found.',
  quiet: 'Seen, but it does not count',
  shadow: 'on trial',
  excepted: 'exception',
  unread: 'Not checked',
  unreadWords: 'Mailsluis could not read this.',
  reasons: {
    encrypted: 'encrypted',
    'unknown-format': 'unknown kind of file',
    broken: 'damaged',
    disputed: 'can be read in several ways',
    limit: 'too large, or packed too deeply',
    'reader-crashed': 'reading it failed',
    'reader-timeout': 'reading it took too long',
  },
  letters: 'What does the sender get?',
  noLetter: 'The sender gets no message from Mailsluis.',
  letterTo: (address) => `To ${address}`,
  asText: 'Text of the mail',
  look: 'Show it as in the mailbox',
  refused: { title: 'Your role cannot use this page', words: 'An auditor cannot try out messages.' },
}

const fr: TryTexts = {
  title: 'Essayer un message',
  lead: 'Voyez ce que Mailsluis ferait d’un message. Rien n’est envoyé, rien n’est conservé.',
  ready: {
    title: 'Un message existant',
    words: 'Enregistrez l’e-mail comme fichier .eml dans votre messagerie, ou collez son code source.',
    file: 'Fichier (.eml)',
    source: 'Ou le code source du message',
    button: 'Vérifier ce message',
  },
  write: { title: 'En écrire un', words: 'Indiquez ce que vous voulez essayer.', button: 'Vérifier ce message' },
  fields: {
    from: 'De',
    to: 'À',
    cc: 'Cc',
    bcc: 'Cci',
    subject: 'Objet',
    text: 'Texte',
    file: 'Pièce jointe',
    pack: 'Règlement',
  },
  several: 'Plusieurs adresses ? Séparez-les par une virgule.',
  bySender: 'celui de l’expéditeur',
  nothing: 'Choisissez un fichier ou collez le code source d’un message.',
  noMessage:
    'Ceci ne ressemble pas à un e-mail : il n’a pas d’expéditeur. Un fichier .eml commence par des lignes comme « From: » et « To: ».',
  noSender: 'Indiquez une adresse e-mail dans De.',
  noRecipient: 'Indiquez au moins une adresse e-mail dans À, Cc ou Cci.',
  busy: 'D’autres messages sont essayés en ce moment. Réessayez dans une demi-minute.',
  tooLarge: (megabytes) => `C’est trop volumineux pour un essai. Le maximum est de ${megabytes} Mo.`,
  failed: 'Ce message n’a pas pu être vérifié. Est-ce bien un fichier .eml ?',
  verdict: {
    forward: { title: 'Ce message part normalement', words: 'Aucune règle ne l’arrête.' },
    notify: {
      title: 'Ce message part, avec un conseil',
      words: 'L’expéditeur reçoit un conseil pour la prochaine fois.',
    },
    hold: { title: 'Ce message attend', words: 'Quelqu’un de l’école le vérifie d’abord.' },
    bounce: { title: 'Ce message est retourné', words: 'L’expéditeur le reçoit en retour, avec une explication.' },
  },
  again: 'Essayer un autre message',
  judgedBy: 'Vérifié selon',
  recipients: 'Par destinataire',
  recipient: 'Destinataire',
  outcome: 'Que se passe-t-il ?',
  rules: 'Règles',
  why: 'Pourquoi ?',
  advice: 'Conseils pour l’expéditeur',
  nothingSeen: 'Rien n’a été trouvé.',
  quiet: 'Vu, mais cela ne compte pas',
  shadow: 'à l’essai',
  excepted: 'exception',
  unread: 'Non vérifié',
  unreadWords: 'Mailsluis n’a pas pu lire ceci.',
  reasons: {
    encrypted: 'chiffré',
    'unknown-format': 'type de fichier inconnu',
    broken: 'endommagé',
    disputed: 'lisible de plusieurs façons',
    limit: 'trop volumineux ou trop imbriqué',
    'reader-crashed': 'la lecture a échoué',
    'reader-timeout': 'la lecture a duré trop longtemps',
  },
  letters: 'Que reçoit l’expéditeur ?',
  noLetter: 'L’expéditeur ne reçoit aucun message de Mailsluis.',
  letterTo: (address) => `À ${address}`,
  asText: 'Texte de l’e-mail',
  look: 'Afficher comme dans la boîte de réception',
  refused: { title: 'Votre rôle ne le permet pas', words: 'Un auditeur ne peut pas essayer de messages.' },
}

export const TRY_TEXTS: Readonly<Record<Language, TryTexts>> = { nl, fr: inFrench(fr), en }
