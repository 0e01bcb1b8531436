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
