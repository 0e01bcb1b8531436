/** password-request: who asks for a password, and who only speaks of asking. */
import { describe, expect, it } from 'vitest'
import { type Letter, look } from './room.ts'

const rules = ['password-request'] as const

const ASKS: readonly (string | Letter)[] = [
  'Hallo Mia,\nkan je me je wachtwoord even doorsturen?\nGroetjes',
  'Stuur mij je inloggegevens, dan kijk ik het na.',
  'Wat is het wachtwoord van de wifi in de refter?',
  'Gelieve ons uw gebruikersnaam en paswoord te bezorgen.',
  'Zou u mij de pincode van de tablet willen mailen aub',
  'Mag ik je wachtwoord van Smartschool?',
  'Geef je wachtwoord door aan je collega, dan kan zij verder werken.',
  'Antwoord op deze mail met je gebruikersnaam en wachtwoord.',
  'Vul hieronder je gebruikersnaam en wachtwoord in en stuur dit formulier terug.',
  'Wat was ook alweer de alarmcode?',
  'Weet iemand het wachtwoord van de laptop in lokaal 12?',
  'Kun je de code van de poort even appen?',
  "Pourriez-vous m'envoyer votre mot de passe ?",
  'Merci de nous communiquer vos identifiants pour le transfert.',
  'Quel est le mot de passe du wifi ?',
  'Could you please send me your password?',
  "What's the password for the guest network?",
  'Ik heb het wachtwoord van Bingel niet. Kan je het even doorsturen?',
  'Ik heb nog geen paswoord gekregen, kan je het mij bezorgen?',
  { subject: 'Wachtwoord doorgeven aub', text: 'Alvast bedankt' },
  {
    html: '<p>Beste,</p><p>Graag ontvangen wij nog uw login en wachtwoord: kan u die <b>mailen</b>?</p><p>Kan u ons uw wachtwoord mailen?</p>',
  },
  'Ok\n\nOp ma 3 mrt 2025 om 09:15 schreef Jan <jan@school.example>:\n> Dag Els, stuur me eens je paswoord van Wisa\n> Jan',
  'Vergeet niet om mij je wachtwoord te sturen.',
  'Dag Els, kan je mij eens het paswoord van de laptopkar bezorgen? Merci!',
  'Wij updaten de server. Gelieve uw gebruikersnaam en wachtwoord te antwoorden op deze mail.',
  'Hoi, mag ik even jouw login en wachtwoord van Magister? Dan zet ik de cijfers erin.',
  'Wat is het paswoord van Bingel voor Daan?',
  'Wil je me de wificode doorgeven aub',
  'Kun je me je inloggegevens whatsappen?',
  'Ik heb je wachtwoord nodig om je account over te zetten. Stuur het me vandaag nog.',
  'stuur eens je paswoord door, dan kan ik er aan',
  'Bezorg ons uw pincode per kerende mail.',
  'Zou je mij de code van het alarm kunnen mailen?',
  'Wie kent het wachtwoord van de kopieermachine?',
  'Kan iemand me de deurcode sturen, ik sta buiten.',
  'Gelieve onderstaand formulier in te vullen (naam, klas, gebruikersnaam, wachtwoord) en terug te mailen.',
  'Noteer hieronder je wachtwoord en mail dit terug naar de helpdesk.',
  'Bonjour, peux-tu me donner le code wifi stp ?',
  'Veuillez nous transmettre votre identifiant et votre mot de passe.',
  'Quel est ton mot de passe Smartschool ?',
  "Tu peux m'envoyer le code de la porte ?",
  'Can you share the login credentials for Kahoot?',
  'Reply to this email with your username and password to keep your account.',
  'Graag uw wachtwoord doorgeven zodat wij de koppeling kunnen maken.',
  'Laat je me je ww even weten?',
  'Antwoord met je wachtwoord en wij doen de rest.',
  'Om je account te verifiëren moet je ons je gebruikersnaam en wachtwoord sturen.',
  'Ik kom niet binnen in ParnasSys. Weet jij het wachtwoord van Karin?',
  'Heb jij het paswoord van de wifi voor mij?',
  { text: 'gr Tom', subject: 'wat is je wachtwoord voor Snappet?' },
  'Je moet me nog je wachtwoord bezorgen.',
  'Stuur de code die je via sms ontving naar mij door.',
  'Zeg me even je wachtwoord, dan los ik het op.',
  'Beste ouder, mail me eens waarmee jullie inloggen op Questi, dan zoek ik het uit.',
  'Dag Rita, laat je mij even weten wat je intikt om in te loggen op Wisa? Dan doe ik de rest.',
  'Kan u doorgeven hoe u zich aanmeldt (beide velden graag)? Dan log ik straks in in uw naam.',
  'Bonjour, dites-moi ce que vous tapez pour vous connecter, je me connecterai à votre place.',
  'Stuur mij je aanmeldgegevens van de bank-app even door.',
  'Tell me what you type in both boxes when you log in, I will sign in as you.',
  'Hoi, geef eens door wat er op het gele briefje aan je scherm staat, dan kan ik op jouw account.',
]

const DOES_NOT: readonly (string | Letter)[] = [
  'We vragen nooit om je wachtwoord.',
  'Geef je wachtwoord nooit door, ook niet aan een leerkracht.',
  'Niemand van de school zal je ooit vragen om je wachtwoord te mailen.',
  'Vraag je wachtwoord aan bij ICT.',
  'Wachtwoord kwijt? Stuur een mail naar ict@school.example om je wachtwoord te laten resetten.',
  'Vul je wachtwoord in op de site en klik op aanmelden.',
  'Wij sturen je het wachtwoord op papier mee.',
  'Ik geef je het wachtwoord morgen mondeling door.',
  'Als iemand je vraagt om je wachtwoord door te geven, ga er niet op in: dat is phishing.',
  'Ne communiquez jamais votre mot de passe.',
  'Never share your password with anyone.',
  'Heb je het wachtwoord goed ontvangen?',
  'Wat is een goed wachtwoord? Minstens 12 tekens, en je deelt het met niemand.',
  'Kan je de brief met de infoavond even doorsturen?',
  'Kun je me even bellen over het nieuwe wachtwoordbeleid?',
  'Wie zijn wachtwoord vergeten is, kan het zelf wijzigen via de knop op het scherm.',
  'Kan jij de kaartjes met de wachtwoorden uitdelen in de klas?',
  'Wat is het geheime wachtwoord van de ridder in het kasteel?',
  'Kan je mij helpen? Mijn wachtwoord werkt niet meer.',
  'De klascode van Classroom mag je gerust doorsturen naar wie ziek was.',
  'Graag je gsm uit in de klas en je agenda mee.',
  'Wijzig je wachtwoord na de eerste aanmelding.',
  'Stuur een mailtje als je wachtwoord niet werkt.',
  'Je wachtwoord zit in de envelop. Kan je het formulier ondertekend terugsturen?',
  'Je wachtwoord kan je wijzigen via Mijn profiel. Vragen? Stuur een mail naar ict@school.example.',
  'De ICT-dienst zal nooit naar je wachtwoord vragen.',
  'Wij vragen u om uw wachtwoord regelmatig te wijzigen.',
  'Kan jij mijn wachtwoord resetten? Ik geraak niet meer binnen.',
  'Gelieve je wachtwoord voor vrijdag te veranderen.',
  'Wil je je wachtwoord wijzigen? Klik hier.',
  'Stuur je wachtwoord nooit via mail of chat.',
  'Kunnen jullie de leerlingen eraan herinneren hun wachtwoord mee te brengen?',
  'Graag je gebruikersnaam doorgeven, dan maak ik een nieuw wachtwoord aan.',
  'Wij bezorgen u zo snel mogelijk uw wachtwoord per post.',
  'Heeft uw kind zijn wachtwoord nog? Zo niet, neem contact op met de klasleerkracht.',
  'Welk wachtwoord is veilig? Een lange zin.',
  'Vul uw gebruikersnaam en wachtwoord in en klik op Aanmelden.',
  'Geef je wachtwoord in en bevestig met Enter.',
  'Kan je me even de notulen van de werkgroep wachtwoorden doorsturen?',
  'Hoe kom ik aan een wachtwoord? Dat krijg je bij de start op papier.',
  'Wat doe je als je je wachtwoord kwijt bent? Vraag een nieuw aan via de helpdesk.',
  'Phishing: criminelen vragen je om je wachtwoord te sturen. Trap er niet in.',
  'Deel je wachtwoord met niemand.',
  "Ne donnez jamais votre mot de passe à quelqu'un.",
  'Merci de changer votre mot de passe avant lundi.',
  'Please change your password before Monday.',
  'Please do not send your password by email.',
  'Kan u de code van het formulier controleren? Er staat 4521.',
  'Gelieve de toestemming voor de wifi-code te ondertekenen en terug te bezorgen.',
  'Kun je de postcode nog doorgeven?',
  'Stuur me je kortingscode maar door.',
  'Breng je pincode en je eID mee naar de inschrijving.',
  'Ik bezorg je straks het wachtwoord op een briefje.',
  'Je krijgt van ons een brief met je wachtwoord.',
  'Wie zijn wachtwoord niet meer weet, komt langs bij ICT in de middagpauze.',
  'Mail je vraag over wachtwoorden naar de helpdesk.',
  'Kan je me bellen als je wachtwoord weer niet werkt?',
  'Kan je mij laten weten of het nieuwe wachtwoord werkt?',
  'Laat je me weten of je wachtwoord werkt?',
  'Gelieve te bevestigen dat je je wachtwoord goed ontvangen hebt.',
  'Laat gerust weten of het lukt om u aan te melden, dan help ik u telefonisch verder.',
  'Kan je mij laten weten met welk toestel je inlogt, een laptop of een tablet? Dan kijk ik wat er misloopt.',
  'Mail me even met welke browser u inlogt en welke foutmelding u ziet.',
  'Stuur mij een schermafdruk van de foutmelding die u ziet bij het inloggen.',
  'Wij vragen u nooit waarmee u inlogt. Geef dat aan niemand door.',
  'Laat weten waarmee jullie de feesttafel willen versieren en wat u meebrengt om te eten.',
  'Geef door waarmee je kind naar school komt: fiets, bus of auto.',
]

const show = (letter: string | Letter) =>
  (typeof letter === 'string' ? letter : `${letter.subject ?? ''} ${letter.html ?? ''}`).slice(0, 70)

describe('password-request', () => {
  for (const letter of ASKS)
    it(`asks: ${show(letter)}`, async () => {
      const findings = await look(letter, { rules })
      expect(findings.length).toBeGreaterThan(0)
      expect(findings[0]!.confidence).toBeGreaterThanOrEqual(0.7)
    })
  for (const letter of DOES_NOT)
    it(`does not ask: ${show(letter)}`, async () => {
      expect(await look(letter, { rules })).toEqual([])
    })
  it('shows no password that stands beside the question', async () => {
    const [finding] = await look('Mijn wachtwoord is Zomer2024! en wat is het wachtwoord van jou?', { rules })
    expect(finding!.excerpt).not.toContain('Zomer2024')
  })
})
