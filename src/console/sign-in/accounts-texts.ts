/** What the page about everybody's accounts says. */
import { inFrench, type Language } from '../../message/message.ts'
import { plural } from '../plural.ts'

export type AccountsTexts = Readonly<{
  title: string
  lead: string
  count: (n: number) => string
  add: string
  addTitle: string
  email: string
  name: string
  roles: string
  schools: string
  schoolsWords: string
  categories: string
  categoriesWords: string
  elsewhere: string
  save: string
  saved: string
  all: string
  off: string
  offWords: string
  on: string
  disable: string
  enable: string
  factor: Readonly<Record<'yes' | 'no' | 'elsewhere', string>>
  password: string
  resetPassword: string
  resetPasswordWords: string
  resetFactor: string
  resetFactorWords: string
  resetDone: string
  unbound: string
  unbind: string
  unbindWords: string
  signOut: string
  signOutWords: (open: number) => string
  signedOut: string
  move: string
  moveWords: string
  moved: string
  content: string
  otherRules: string
  given: string
  givenWords: string
  givenElsewhere: string
  oneRole: string
  own: string
  uncovered: string
  back: string
  more: string
  refused: Readonly<{ title: string; words: string }>
}>

const nl: AccountsTexts = {
  title: 'Accounts',
  lead: 'Wie mag wachtende berichten zien, en wie mag erover beslissen.',
  count: (n) => plural.nl(n, '% account', '% accounts'),
  add: 'Account toevoegen',
  addTitle: 'Een account toevoegen',
  email: 'E-mailadres',
  name: 'Naam',
  roles: 'Rollen',
  schools: 'Alleen deze scholen',
  schoolsWords: 'Domeinen, met een spatie ertussen. Leeg: alle scholen.',
  categories: 'Alleen deze soorten',
  categoriesWords:
    'Niets aangevinkt: alle soorten. Anders ziet deze persoon alleen berichten waar zo iets in zit, en van de rest alleen welke regel speelt.',
  elsewhere: 'Meldt zich aan met het schoolaccount, zonder wachtwoord hier',
  save: 'Bewaar',
  saved: 'Bewaard.',
  all: 'alle',
  off: 'uitgeschakeld',
  offWords: 'Wie weggaat, komt er meteen niet meer in. De beslissingen van die persoon blijven in het logboek staan.',
  on: 'Deze persoon kan zich weer aanmelden, met het wachtwoord van vroeger.',
  disable: 'Schakel uit',
  enable: 'Laat weer toe',
  factor: { yes: 'tweede stap aan', no: 'geen tweede stap', elsewhere: 'schoolaccount' },
  password: 'Toegang',
  resetPassword: 'Geef een nieuw wachtwoord',
  resetPasswordWords: 'Het oude werkt niet meer en alle toestellen worden afgemeld.',
  resetFactor: 'Wis de tweede stap',
  resetFactorWords:
    'Als de telefoon weg is en de herstelcodes ook. Ga eerst na of het wel deze persoon is die het vraagt.',
  resetDone: 'De tweede stap is gewist. Aanmelden gaat nu met het wachtwoord alleen.',
  unbound: 'Wie zich nu aanmeldt met dit schooladres, krijgt dit account.',
  unbind: 'Maak het account los',
  unbindWords:
    'Kreeg iemand anders dit schooladres? Wie zich er daarna het eerst mee aanmeldt, krijgt dit account. Alle toestellen worden afgemeld.',
  signOut: 'Meld overal af',
  signOutWords: (open) =>
    `Aangemeld op ${plural.nl(open, '% toestel', '% toestellen')}. Handig als iemand vergat zich af te melden.`,
  signedOut: 'Deze persoon is overal afgemeld.',
  move: 'Laat aanmelden met het schoolaccount',
  moveWords: 'Het wachtwoord en de tweede stap van hier vallen weg. De rollen blijven.',
  moved: 'Aanmelden gaat vanaf nu met het schoolaccount.',
  content: 'Wat erin staat',
  otherRules: 'Andere regels',
  given: 'Geef dit wachtwoord door',
  givenWords:
    'Je ziet het alleen nu. Geef het persoonlijk of aan de telefoon, niet per mail. Bij de eerste keer kiest de persoon een eigen wachtwoord.',
  givenElsewhere: 'Het account is klaar. Aanmelden gaat met het schoolaccount.',
  oneRole: 'Vink minstens één rol aan.',
  own: 'Dit is je eigen account. Je wachtwoord en je tweede stap verander je bij “Mijn toegang”. Voor de rest vraag je een andere beheerder.',
  uncovered: 'Niemand beslist over alle soorten, naast',
  back: 'Alle accounts',
  more: 'Volgende',
  refused: { title: 'Dit is voor beheerders', words: 'Met jouw rol zie je geen accounts van anderen.' },
}

const fr: AccountsTexts = {
  title: 'Comptes',
  lead: 'Qui peut voir les messages en attente, et qui peut en décider.',
  count: (n) => plural.fr(n, '% compte', '% comptes'),
  add: 'Ajouter un compte',
  addTitle: 'Ajouter un compte',
  email: 'Adresse e-mail',
  name: 'Nom',
  roles: 'Rôles',
  schools: 'Seulement ces écoles',
  schoolsWords: 'Domaines, séparés par une espace. Vide : toutes les écoles.',
  categories: 'Seulement ces catégories',
  categoriesWords:
    'Rien de coché : toutes. Sinon cette personne ne voit que les messages qui en contiennent, et du reste seulement quelle règle joue.',
  elsewhere: 'Se connecte avec le compte scolaire, sans mot de passe ici',
  save: 'Enregistrer',
  saved: 'Enregistré.',
  all: 'toutes',
  off: 'désactivé',
  offWords: 'Une personne qui s’en va perd aussitôt l’accès. Ses décisions restent dans le journal.',
  on: 'Cette personne peut se reconnecter, avec son ancien mot de passe.',
  disable: 'Désactiver',
  enable: 'Réactiver',
  factor: { yes: 'deuxième étape activée', no: 'pas de deuxième étape', elsewhere: 'compte scolaire' },
  password: 'Accès',
  resetPassword: 'Donner un nouveau mot de passe',
  resetPasswordWords: 'L’ancien ne fonctionne plus et tous les appareils sont déconnectés.',
  resetFactor: 'Effacer la deuxième étape',
  resetFactorWords:
    'Si le téléphone est perdu et les codes de secours aussi. Vérifiez d’abord que c’est bien cette personne qui le demande.',
  resetDone: 'La deuxième étape est effacée. La connexion se fait maintenant avec le mot de passe seul.',
  unbound: 'La prochaine personne qui se connecte avec cette adresse scolaire reçoit ce compte.',
  unbind: 'Libérer le compte',
  unbindWords:
    'Quelqu’un d’autre a reçu cette adresse scolaire ? La première personne qui se connecte ensuite avec elle reçoit ce compte. Tous les appareils sont déconnectés.',
  signOut: 'Déconnecter partout',
  signOutWords: (open) =>
    `Connexion ouverte sur ${plural.fr(open, '% appareil', '% appareils')}. Utile quand quelqu’un a oublié de se déconnecter.`,
  signedOut: 'Cette personne est déconnectée partout.',
  move: 'Passer au compte scolaire',
  moveWords: 'Le mot de passe et la deuxième étape d’ici disparaissent. Les rôles restent.',
  moved: 'La connexion se fait désormais avec le compte scolaire.',
  content: 'Ce que dit le message',
  otherRules: 'Autres règles',
  given: 'Transmettez ce mot de passe',
  givenWords:
    'Vous ne le voyez que maintenant. Donnez-le de vive voix, pas par e-mail. La première fois, la personne choisit son propre mot de passe.',
  givenElsewhere: 'Le compte est prêt. La connexion se fait avec le compte scolaire.',
  oneRole: 'Cochez au moins un rôle.',
  own: 'Ceci est votre propre compte. Mot de passe et deuxième étape se changent sous « Mon accès ». Pour le reste, demandez à un autre administrateur.',
  uncovered: 'Personne ne décide sur toutes les catégories, à côté de',
  back: 'Tous les comptes',
  more: 'Suivants',
  refused: {
    title: 'Réservé aux administrateurs',
    words: 'Avec votre rôle, vous ne voyez pas les comptes des autres.',
  },
}

const en: AccountsTexts = {
  title: 'Accounts',
  lead: 'Who may see waiting messages, and who may decide on them.',
  count: (n) => plural.en(n, '% account', '% accounts'),
  add: 'Add an account',
  addTitle: 'Add an account',
  email: 'E-mail address',
  name: 'Name',
  roles: 'Roles',
  schools: 'Only these schools',
  schoolsWords: 'Domains, separated by spaces. Empty: all schools.',
  categories: 'Only these kinds',
  categoriesWords:
    'Nothing ticked: all kinds. Otherwise this person sees only messages that contain one of these, and of anything else in them only which rule it was.',
  elsewhere: 'Signs in with the school account, without a password here',
  save: 'Save',
  saved: 'Saved.',
  all: 'all',
  off: 'switched off',
  offWords: 'Somebody who leaves loses access at once. Their decisions stay in the log.',
  on: 'This person can sign in again, with their old password.',
  disable: 'Switch off',
  enable: 'Switch on again',
  factor: { yes: 'second step on', no: 'no second step', elsewhere: 'school account' },
  password: 'Access',
  resetPassword: 'Set a new password',
  resetPasswordWords: 'The old one stops working and all devices are signed out.',
  resetFactor: 'Clear the second step',
  resetFactorWords:
    'For when both the phone and the recovery codes are lost. First make sure it really is this person asking.',
  resetDone: 'The second step is cleared. The password alone is now enough to sign in.',
  unbound: 'Whoever next signs in with this school address gets this account.',
  unbind: 'Unlink the account',
  unbindWords:
    'Did somebody else get this school address? Whoever signs in with it first from then on gets this account. All devices are signed out.',
  signOut: 'Sign out everywhere',
  signOutWords: (open) =>
    `Signed in on ${plural.en(open, '% device', '% devices')}. Useful when somebody forgot to sign out.`,
  signedOut: 'This person is signed out everywhere.',
  move: 'Sign in with the school account from now on',
  moveWords: 'The password and second step kept here are removed. The roles stay.',
  moved: 'From now on this person signs in with the school account.',
  content: 'What is in the message',
  otherRules: 'Other rules',
  given: 'Pass on this password',
  givenWords:
    'You will see it only this once. Give it in person or by phone, not by e-mail. At the first sign-in, the person chooses a password of their own.',
  givenElsewhere: 'The account is ready. This person signs in with the school account.',
  oneRole: 'Tick at least one role.',
  own: 'This is your own account. You change your password and second step under “My access”. For anything else, ask another administrator.',
  uncovered: 'Nobody decides on all kinds, apart from',
  back: 'All accounts',
  more: 'Next',
  refused: { title: 'This is for administrators', words: 'Your role does not show other people’s accounts.' },
}

export const ACCOUNTS: Readonly<Record<Language, AccountsTexts>> = { nl, fr: inFrench(fr), en }
