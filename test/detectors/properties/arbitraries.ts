/** What the properties are tried on: telling sentences of many kinds, ordinary school paragraphs, secrets and shapes. */
import fc from 'fast-check'
import type { RuleId } from '../../../src/detectors/detectors.ts'

/** The same tries at each run, so that a red one is red again; PROPERTY_RUNS=2000 looks further. */
export const TRIES = (runs: number) => ({ seed: 4, numRuns: Math.max(1, Math.round(runs * FACTOR)) })
const FACTOR = Number(process.env.PROPERTY_RUNS ?? 100) / 100

/** Rules that judge words; the others judge addresses, files or the whole layout. */
export const WORD_RULES = [
  'password',
  'password-request',
  'sensitive-pupil-data',
  'prohibited-content',
  'private-address-disclosed',
  'confidential-marking',
  'unapproved-channel',
  'chain-mail',
] as const satisfies readonly RuleId[]

/** Each is found by itself, by one of the rules above, in the school of `pupils-school.ts`. */
export const TELLING: readonly string[] = [
  'Het wachtwoord van de gedeelde account is Kikker!2041xz.',
  'Je kan inloggen met gebruikersnaam noor.desmet en wachtwoord Vlinder-77.',
  'De code van het alarm aan de fietsenstalling is 4821.',
  'Le mot de passe du réseau wifi est Soleil#2031.',
  'The password for the portal is Tulip_4417.',
  'Noor De Smet heeft epilepsie en krijgt daarvoor elke dag medicatie.',
  'Noor De Smet uit 3B wordt thuis geslagen door haar stiefvader.',
  'Milan Jacobs heeft autisme en begeleiding van een psycholoog.',
  'De ouders van Roos Janssens zitten in een vechtscheiding.',
  'Het gezin van Youssef El Amrani zit in collectieve schuldenregeling.',
  'Lotte Maes a une leucémie et suit une chimiothérapie.',
  'Roos Janssens has epilepsy and takes medication every day.',
  'Stuur mij je wachtwoord even door, dan log ik in jouw plaats in.',
  'Wat is het wachtwoord van je account? Stuur het mij vandaag nog.',
  'Je bent een vuile hoer en iedereen weet het.',
  'Als je nog één keer belt, sla ik je verrot.',
  'Alle leerlingen van 3A maken tegen morgen een account op WhatsApp, dan zetten we jullie in de groep.',
  'Stuur dit bericht door naar tien vrienden, anders krijg je zeven jaar ongeluk.',
]

/** Ordinary school mail: tells nothing that any rule should see, and takes nothing away from what is told beside it. */
export const ORDINARY: readonly string[] = [
  'Morgen gaan we met de klas naar de kinderboerderij. Vergeet je laarzen en een regenjas niet.',
  'De rapporten worden op vrijdag 18 december meegegeven. Het oudercontact volgt in de week daarop.',
  'Op woensdag is er geen opvang na de middag. De poort sluit om tien over twaalf.',
  'In de bijlage staat het menu van de komende maand. Bestellen kan tot donderdagavond.',
  'De boekenbeurs gaat door in de refter, van negen uur tot half vier. Iedereen is welkom.',
  'Volgende week starten de werken aan het dak van de turnzaal; de lessen gaan gewoon door.',
  'We zoeken nog enkele helpende handen voor het schoolfeest. Wie kan er een uurtje aan de kassa staan?',
  'Het zwemmen valt deze week weg door een defect aan de verwarming van het zwembad.',
  'Voor de uitstap betaalt u 12,50 euro. Het bedrag komt op de rekening van november.',
  'De verkeersweek was een succes: meer dan honderd kinderen kwamen met de fiets.',
  'Denk eraan om brooddozen, drinkbussen en jassen van een naam te voorzien.',
  'La réunion des parents aura lieu mardi à dix-neuf heures dans la salle polyvalente.',
  'Please return the slip before Friday so that we can book the bus.',
  'De nieuwe lessenroosters staan vanaf maandag klaar. Kleine wijzigingen blijven mogelijk.',
]

export const ordinary = (most: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...ORDINARY), { minLength: 1, maxLength: most }).map((lines) => lines.join('\n\n'))
