/** What is said about signing in, one's own access, and accounts. */
import { inFrench, type Language } from '../../message/message.ts'
import type { PasswordFault, Rejection } from '../../review/review.ts'
import { plural } from '../plural.ts'

type Titled = Readonly<{ title: string; words: string }>

export type SignInTexts = Readonly<{
  with: (provider: string) => string
  orPassword: string
  code: Readonly<{ title: string; lead: string; label: string; recovery: string; failed: string; again: string }>
  /** Why the provider of the school does not open the door. */
  elsewhere: Readonly<Record<Rejection | 'failed', Titled>>
  /** Signed out here, and not there. */
  stillThere: string
  leave: (provider: string) => string
  /** Back from signing out there: whether they did is not known. */
  left: string
  first: Readonly<{ title: string; lead: string; name: string; again: string; button: string; over: Titled }>
  account: Readonly<{
    title: string
    roles: string
    schools: string
    categories: string
    all: string
    password: Titled
    passwordLink: string
    elsewhere: string
    factor: string
    factorOn: (left: number) => string
    factorOff: string
    factorAdvice: string
    factorLink: string
    factorManage: string
    sessions: string
    sessionsWords: string
    thisOne: string
    unknown: string
    end: string
    endOthers: string
    ended: string
  }>
  password: Readonly<{
    title: string
    handedOut: string
    current: string
    fresh: string
    again: string
    rules: string
    button: string
    changed: string
    different: string
    faults: Readonly<Record<PasswordFault, string>>
  }>
  factor: Readonly<{
    title: string
    lead: string
    demanded: string
    scan: string
    qr: string
    key: string
    type: string
    button: string
    failed: string
    codes: string
    codesLead: string
    codesPrint: string
    codesDone: string
    manage: string
    code: string
    renew: string
    renewWords: string
    drop: string
    dropWords: string
    dropped: string
    wrong: string
  }>
}>

const nl: SignInTexts = {
  with: (provider) => `Aanmelden met ${provider}`,
  orPassword: 'Of met een wachtwoord van Mailsluis:',
  code: {
    title: 'Nog één stap',
    lead: 'Open de app op je telefoon en neem de code over.',
    label: 'Code',
    recovery: 'Heb je je telefoon niet bij je? Typ dan een herstelcode van je lijst.',
    failed: 'Die code klopt niet, of hij is al gebruikt. Wacht op de volgende code en probeer het opnieuw.',
    again: 'Opnieuw beginnen',
  },
  stillThere:
    'Je bent afgemeld bij Mailsluis. Je schoolaccount staat in deze browser nog open. Delen jullie deze computer? Meld je dan ook daar af.',
  leave: (provider) => `Meld je ook af bij ${provider}`,
  left: 'Je bent afgemeld bij Mailsluis. Je kunt dit venster sluiten.',
  elsewhere: {
    'no-role': {
      title: 'Je hebt hier nog geen rol',
      words: 'Je bent goed aangemeld, maar nog niemand gaf je toegang tot Mailsluis. Vraag het aan je ICT-coördinator.',
    },
    'groups-left-out': {
      title: 'De school stuurde je groepen niet mee',
      words:
        'Je zit in heel veel groepen, en dan geeft Microsoft ze niet door. Zo weten we niet wat je hier mag. Vraag het aan je ICT-coördinator: de handleiding over aanmelden zegt hoe het op te lossen is.',
    },
    disabled: {
      title: 'Je account is uitgeschakeld',
      words: 'Je kunt niet meer in Mailsluis. Klopt dat niet? Vraag het aan je ICT-coördinator.',
    },
    local: {
      title: 'Je hebt hier een wachtwoord',
      words: 'Met dit adres meld je je aan met je wachtwoord van Mailsluis. Je ICT-coördinator kan dat veranderen.',
    },
    other: {
      title: 'Dit adres was van iemand anders',
      words: 'Er is een account met dit adres dat niet van jou is. Vraag je ICT-coördinator om het na te kijken.',
    },
    failed: {
      title: 'Aanmelden is niet gelukt',
      words:
        'Je schoolaccount gaf geen antwoord dat we kunnen gebruiken. Probeer het opnieuw. Blijft het misgaan? Vraag je ICT-coördinator om in het logboek te kijken.',
    },
  },
  first: {
    title: 'Maak de eerste beheerder',
    lead: 'Er zijn nog geen accounts. Met dit eerste account maak je straks de andere.',
    name: 'Naam',
    again: 'Wachtwoord, nog eens',
    button: 'Maak het account',
    over: {
      title: 'Deze link werkt niet meer',
      words:
        'Hij is gebruikt, hij is ouder dan een dag, of er is al een account. Meld je aan, of start Mailsluis opnieuw voor een nieuwe link.',
    },
  },
  account: {
    title: 'Mijn toegang',
    roles: 'Rollen',
    schools: 'Scholen',
    categories: 'Soorten',
    all: 'alle',
    password: { title: 'Wachtwoord', words: 'Verander het als iemand anders het kan kennen.' },
    passwordLink: 'Verander mijn wachtwoord',
    elsewhere: 'Je meldt je aan met je schoolaccount. Je wachtwoord en je tweede stap regel je daar.',
    factor: 'Tweede stap',
    factorOn: (left) => `Aan. Je hebt nog ${plural.nl(left, '% herstelcode', '% herstelcodes')}.`,
    factorOff: 'Uit. Wie je wachtwoord kent, kan zich aanmelden.',
    factorAdvice: 'Jij beheert accounts. Zet je tweede stap aan: dan is een gestolen wachtwoord niet genoeg.',
    factorLink: 'Zet de tweede stap aan',
    factorManage: 'Herstelcodes of een andere telefoon',
    sessions: 'Waar je aangemeld bent',
    sessionsWords: 'Herken je er een niet? Beëindig hem en verander je wachtwoord.',
    thisOne: 'dit toestel',
    unknown: 'Onbekende browser',
    end: 'Beëindig',
    endOthers: 'Meld alle andere toestellen af',
    ended: 'Gebeurd. Dat toestel moet zich opnieuw aanmelden.',
  },
  password: {
    title: 'Een eigen wachtwoord',
    handedOut: 'Je kreeg je wachtwoord van een beheerder. Kies nu een wachtwoord dat alleen jij kent.',
    current: 'Je wachtwoord van nu',
    fresh: 'Nieuw wachtwoord',
    again: 'Nieuw wachtwoord, nog eens',
    rules:
      'Minstens 12 tekens. Vier woorden die niets met elkaar te maken hebben, onthoud je goed. Cijfers en leestekens hoeven niet.',
    button: 'Bewaar',
    changed: 'Je wachtwoord is veranderd. Andere toestellen zijn afgemeld.',
    different: 'De twee nieuwe wachtwoorden zijn niet gelijk.',
    faults: {
      wrong: 'Je wachtwoord van nu klopt niet. Heb je het al vaker geprobeerd? Wacht dan even.',
      same: 'Dit is het wachtwoord dat je al had. Kies een ander.',
      'too-short': 'Dit is te kort. Neem minstens 12 tekens.',
      'too-long': 'Dit is te lang. Neem hoogstens 1000 tekens.',
      'own-name': 'Hier zit vooral je naam of je school in. Dat raadt iemand die je kent.',
      guessable:
        'Dit is snel te raden: het bestaat uit gewone woorden, jaren of rijtjes. Voeg iets toe dat niemand verwacht.',
    },
  },
  factor: {
    title: 'Tweede stap bij het aanmelden',
    lead: 'Je telefoon toont een code, elke halve minuut een andere. Die typ je na je wachtwoord.',
    demanded: 'Je school vraagt dit van iedereen met jouw rol. Het duurt een minuut.',
    scan: 'Richt een app zoals Microsoft Authenticator, Google Authenticator of Aegis op deze code.',
    qr: 'QR-code voor de app op je telefoon',
    key: 'Kun je niet scannen? Typ dan deze sleutel over in de app:',
    type: 'Code die de app nu toont',
    button: 'Zet aan',
    failed: 'Die code klopt niet. Staat de klok van je telefoon juist? Neem de code over die er nu staat.',
    codes: 'Je herstelcodes',
    codesLead: 'De tweede stap staat aan. Met deze codes kom je binnen zonder telefoon. Elke code werkt één keer.',
    codesPrint: 'Print deze pagina of schrijf de codes over. Bewaar ze niet bij je wachtwoord. Je ziet ze alleen nu.',
    codesDone: 'Ik heb ze bewaard',
    manage: 'De tweede stap staat aan',
    code: 'Code van je telefoon, of een herstelcode',
    renew: 'Nieuwe herstelcodes',
    renewWords: 'De oude codes werken dan niet meer.',
    drop: 'Zet uit',
    dropWords: 'Bijvoorbeeld omdat je een andere telefoon hebt. Daarna zet je hem opnieuw aan.',
    dropped: 'De tweede stap staat uit.',
    wrong: 'Die code klopt niet, of hij is al gebruikt. Wacht op de volgende.',
  },
}

const fr: SignInTexts = {
  with: (provider) => `Se connecter avec ${provider}`,
  orPassword: 'Ou avec un mot de passe de Mailsluis :',
  code: {
    title: 'Encore une étape',
    lead: 'Ouvrez l’application sur votre téléphone et recopiez le code.',
    label: 'Code',
    recovery: 'Vous n’avez pas votre téléphone ? Tapez un code de secours de votre liste.',
    failed: 'Ce code n’est pas correct, ou il a déjà servi. Attendez le code suivant et réessayez.',
    again: 'Recommencer',
  },
  stillThere:
    'Vous êtes déconnecté de Mailsluis. Votre compte scolaire reste ouvert dans ce navigateur. Vous partagez cet ordinateur ? Déconnectez-vous aussi de ce compte.',
  leave: (provider) => `Se déconnecter aussi de ${provider}`,
  left: 'Vous êtes déconnecté de Mailsluis. Vous pouvez fermer cette fenêtre.',
  elsewhere: {
    'no-role': {
      title: 'Vous n’avez pas encore de rôle ici',
      words:
        'La connexion a réussi, mais personne ne vous a encore donné accès à Mailsluis. Demandez-le à votre coordinateur TIC.',
    },
    'groups-left-out': {
      title: 'Vos groupes n’ont pas été transmis',
      words:
        'Vous êtes dans un très grand nombre de groupes, et Microsoft ne les transmet alors pas. Nous ne savons donc pas ce que vous pouvez faire ici. Demandez à votre coordinateur TIC : le manuel sur la connexion explique la solution.',
    },
    disabled: {
      title: 'Votre compte est désactivé',
      words: 'Vous n’avez plus accès à Mailsluis. Est-ce une erreur ? Demandez à votre coordinateur TIC.',
    },
    local: {
      title: 'Vous avez un mot de passe ici',
      words:
        'Avec cette adresse, vous vous connectez avec votre mot de passe de Mailsluis. Votre coordinateur TIC peut le changer.',
    },
    other: {
      title: 'Cette adresse était celle de quelqu’un d’autre',
      words:
        'Un compte avec cette adresse existe et n’est pas le vôtre. Demandez à votre coordinateur TIC de vérifier.',
    },
    failed: {
      title: 'La connexion n’a pas réussi',
      words:
        'Votre compte scolaire n’a pas donné de réponse utilisable. Réessayez. Si cela continue, demandez à votre coordinateur TIC de regarder le journal.',
    },
  },
  first: {
    title: 'Créez le premier administrateur',
    lead: 'Il n’y a pas encore de compte. Avec ce premier compte, vous créerez les autres.',
    name: 'Nom',
    again: 'Mot de passe, encore une fois',
    button: 'Créer le compte',
    over: {
      title: 'Ce lien ne fonctionne plus',
      words:
        'Il a servi, il a plus d’un jour, ou un compte existe déjà. Connectez-vous, ou redémarrez Mailsluis pour un nouveau lien.',
    },
  },
  account: {
    title: 'Mon accès',
    roles: 'Rôles',
    schools: 'Écoles',
    categories: 'Catégories',
    all: 'toutes',
    password: { title: 'Mot de passe', words: 'Changez-le si quelqu’un d’autre peut le connaître.' },
    passwordLink: 'Changer mon mot de passe',
    elsewhere:
      'Vous vous connectez avec votre compte scolaire. C’est là que vous gérez votre mot de passe et la deuxième étape.',
    factor: 'Deuxième étape',
    factorOn: (left) => `Activée. Il vous reste ${plural.fr(left, '% code', '% codes')} de secours.`,
    factorOff: 'Désactivée. Qui connaît votre mot de passe peut se connecter.',
    factorAdvice: 'Vous gérez des comptes. Activez la deuxième étape : un mot de passe volé ne suffit alors plus.',
    factorLink: 'Activer la deuxième étape',
    factorManage: 'Codes de secours ou autre téléphone',
    sessions: 'Où vous êtes connecté',
    sessionsWords: 'Vous n’en reconnaissez pas une ? Terminez-la et changez votre mot de passe.',
    thisOne: 'cet appareil',
    unknown: 'Navigateur inconnu',
    end: 'Terminer',
    endOthers: 'Déconnecter tous les autres appareils',
    ended: 'C’est fait. Cet appareil devra se reconnecter.',
  },
  password: {
    title: 'Un mot de passe à vous',
    handedOut: 'Un administrateur vous a donné votre mot de passe. Choisissez-en un que vous seul connaissez.',
    current: 'Votre mot de passe actuel',
    fresh: 'Nouveau mot de passe',
    again: 'Nouveau mot de passe, encore une fois',
    rules:
      'Au moins 12 caractères. Quatre mots sans rapport entre eux se retiennent bien. Chiffres et ponctuation ne sont pas nécessaires.',
    button: 'Enregistrer',
    changed: 'Votre mot de passe est changé. Les autres appareils sont déconnectés.',
    different: 'Les deux nouveaux mots de passe ne sont pas les mêmes.',
    faults: {
      wrong: 'Votre mot de passe actuel n’est pas correct. Vous avez déjà essayé plusieurs fois ? Attendez un peu.',
      same: 'C’est le mot de passe que vous aviez déjà. Choisissez-en un autre.',
      'too-short': 'C’est trop court. Prenez au moins 12 caractères.',
      'too-long': 'C’est trop long. Prenez au plus 1000 caractères.',
      'own-name': 'Il contient surtout votre nom ou votre école. Quelqu’un qui vous connaît le devine.',
      guessable: 'C’est vite deviné : des mots courants, des années ou des suites. Ajoutez quelque chose d’inattendu.',
    },
  },
  factor: {
    title: 'Deuxième étape à la connexion',
    lead: 'Votre téléphone montre un code, un autre chaque demi-minute. Vous le tapez après votre mot de passe.',
    demanded: 'Votre école le demande à tous ceux qui ont votre rôle. Cela prend une minute.',
    scan: 'Visez ce code avec une application comme Microsoft Authenticator, Google Authenticator ou Aegis.',
    qr: 'Code QR pour l’application de votre téléphone',
    key: 'Vous ne pouvez pas scanner ? Recopiez cette clé dans l’application :',
    type: 'Code que l’application montre maintenant',
    button: 'Activer',
    failed:
      'Ce code n’est pas correct. L’horloge de votre téléphone est-elle juste ? Recopiez le code affiché maintenant.',
    codes: 'Vos codes de secours',
    codesLead: 'La deuxième étape est activée. Avec ces codes, vous entrez sans téléphone. Chaque code sert une fois.',
    codesPrint:
      'Imprimez cette page ou recopiez les codes. Ne les gardez pas avec votre mot de passe. Vous ne les voyez que maintenant.',
    codesDone: 'Je les ai gardés',
    manage: 'La deuxième étape est activée',
    code: 'Code de votre téléphone, ou code de secours',
    renew: 'Nouveaux codes de secours',
    renewWords: 'Les anciens codes ne fonctionneront plus.',
    drop: 'Désactiver',
    dropWords: 'Par exemple parce que vous changez de téléphone. Ensuite, vous l’activez à nouveau.',
    dropped: 'La deuxième étape est désactivée.',
    wrong: 'Ce code n’est pas correct, ou il a déjà servi. Attendez le suivant.',
  },
}

const en: SignInTexts = {
  with: (provider) => `Sign in with ${provider}`,
  orPassword: 'Or with a Mailsluis password:',
  code: {
    title: 'One more step',
    lead: 'Open the app on your phone and type the code.',
    label: 'Code',
    recovery: 'No phone at hand? Type a recovery code from your list.',
    failed: 'That code is wrong, or has been used already. Wait for the next one and try again.',
    again: 'Start again',
  },
  stillThere:
    'You are signed out of Mailsluis. Your school account is still open in this browser. Do others use this computer? Then sign out of that account too.',
  leave: (provider) => `Sign out of ${provider} too`,
  left: 'You are signed out of Mailsluis. You may close this window.',
  elsewhere: {
    'no-role': {
      title: 'You have no role here yet',
      words: 'You are signed in, but nobody has given you access to Mailsluis yet. Ask your ICT coordinator.',
    },
    'groups-left-out': {
      title: 'Your groups were not passed on',
      words:
        'You are in a great many groups, and then Microsoft does not pass them on. So we cannot tell what you may do here. Ask your ICT coordinator: the manual on signing in says how to solve it.',
    },
    disabled: {
      title: 'Your account is switched off',
      words: 'You no longer have access to Mailsluis. Is that a mistake? Ask your ICT coordinator.',
    },
    local: {
      title: 'You have a password here',
      words: 'With this address you sign in with your Mailsluis password. Your ICT coordinator can change that.',
    },
    other: {
      title: 'This address belonged to somebody else',
      words: 'There is an account with this address that is not yours. Ask your ICT coordinator to check it.',
    },
    failed: {
      title: 'Sign-in did not work',
      words:
        'Your school account did not give an answer we can use. Try again. If it keeps failing, ask your ICT coordinator to look in the log.',
    },
  },
  first: {
    title: 'Create the first administrator',
    lead: 'There are no accounts yet. You will create the others with this first one.',
    name: 'Name',
    again: 'Password again',
    button: 'Create the account',
    over: {
      title: 'This link no longer works',
      words:
        'It has been used, it is more than a day old, or an account already exists. Sign in, or restart Mailsluis for a new link.',
    },
  },
  account: {
    title: 'My access',
    roles: 'Roles',
    schools: 'Schools',
    categories: 'Kinds',
    all: 'all',
    password: { title: 'Password', words: 'Change it if somebody else might know it.' },
    passwordLink: 'Change my password',
    elsewhere: 'You sign in with your school account. You manage your password and second step there.',
    factor: 'Second step',
    factorOn: (left) => `On. You have ${plural.en(left, '% recovery code', '% recovery codes')} left.`,
    factorOff: 'Off. Whoever knows your password can sign in.',
    factorAdvice: 'You manage accounts. Turn on the second step: then a stolen password is not enough.',
    factorLink: 'Turn on the second step',
    factorManage: 'Recovery codes or another phone',
    sessions: 'Where you are signed in',
    sessionsWords: 'One you do not recognise? End it and change your password.',
    thisOne: 'this device',
    unknown: 'Unknown browser',
    end: 'End',
    endOthers: 'Sign out all other devices',
    ended: 'Done. That device will have to sign in again.',
  },
  password: {
    title: 'A password of your own',
    handedOut: 'An administrator gave you your password. Now choose one that only you know.',
    current: 'Your current password',
    fresh: 'New password',
    again: 'New password again',
    rules:
      'At least 12 characters. Four words that have nothing to do with each other are easy to remember. Digits and punctuation are not needed.',
    button: 'Save',
    changed: 'Your password has been changed. Other devices are signed out.',
    different: 'The two new passwords are not the same.',
    faults: {
      wrong: 'Your current password is wrong. Tried several times already? Wait a moment.',
      same: 'This is the password you already had. Choose another one.',
      'too-short': 'This is too short. Use at least 12 characters.',
      'too-long': 'This is too long. Use at most 1000 characters.',
      'own-name': 'This is mostly your name or your school. Somebody who knows you could guess it.',
      guessable: 'This is easy to guess: common words, years or keyboard rows. Add something nobody expects.',
    },
  },
  factor: {
    title: 'A second step at sign-in',
    lead: 'Your phone shows a code, a new one every half minute. You type it after your password.',
    demanded: 'Your school asks this of everybody with your role. It takes a minute.',
    scan: 'Point an app such as Microsoft Authenticator, Google Authenticator or Aegis at this code.',
    qr: 'QR code for the app on your phone',
    key: 'Cannot scan? Type this key into the app:',
    type: 'The code the app shows now',
    button: 'Turn on',
    failed: 'That code is wrong. Is your phone’s clock right? Type the code it shows now.',
    codes: 'Your recovery codes',
    codesLead: 'The second step is on. With these codes you can sign in without your phone. Each code works once.',
    codesPrint:
      'Print this page or write the codes down. Do not keep them with your password. You will see them only this once.',
    codesDone: 'I have saved them',
    manage: 'The second step is on',
    code: 'Code from your phone, or a recovery code',
    renew: 'New recovery codes',
    renewWords: 'The old codes then stop working.',
    drop: 'Turn off',
    dropWords: 'For instance because you have a new phone. After that you turn it on again.',
    dropped: 'The second step is off.',
    wrong: 'That code is wrong, or has been used already. Wait for the next one.',
  },
}

export const SIGN_IN: Readonly<Record<Language, SignInTexts>> = { nl, fr: inFrench(fr), en }
