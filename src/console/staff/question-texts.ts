/** The page where a sender answers a question of whoever reviews the message. */
import { inFrench, type Language } from '../../message/message.ts'

type Words = Readonly<{
  title: string
  lead: (name: string) => string
  about: string
  question: string
  label: string
  deadline: (when: string) => string
  who: string
  button: string
  done: Readonly<{ title: string; words: string }>
  over: Readonly<{ title: string; words: string }>
}>

export const QUESTION_WORDS: Readonly<Record<Language, Words>> = {
  nl: {
    title: 'Een vraag over je bericht',
    lead: (name) => `${name} kijkt je bericht na en wil eerst iets weten.`,
    about: 'Het gaat over',
    question: 'De vraag',
    label: 'Je antwoord',
    deadline: (when) => `Er wordt uiterlijk ${when} beslist, ook zonder antwoord.`,
    who: 'Alleen wie over je bericht beslist, leest je antwoord. Je kunt één keer antwoorden.',
    button: 'Verstuur je antwoord',
    done: {
      title: 'Bedankt voor je antwoord',
      words: 'Je hoeft niets meer te doen. Je krijgt een mail zodra er beslist is.',
    },
    over: { title: 'Antwoorden kan niet meer', words: 'Wil je nog iets zeggen? Neem dan contact op met de school.' },
  },
  fr: inFrench({
    title: 'Une question sur votre message',
    lead: (name) => `${name} vérifie votre message et souhaite d’abord savoir quelque chose.`,
    about: 'Il s’agit de',
    question: 'La question',
    label: 'Votre réponse',
    deadline: (when) => `Une décision sera prise au plus tard ${when}, même sans réponse.`,
    who: 'Seules les personnes qui décident de votre message lisent votre réponse. Vous pouvez répondre une seule fois.',
    button: 'Envoyer votre réponse',
    done: {
      title: 'Merci pour votre réponse',
      words: 'Vous n’avez plus rien à faire. Vous recevrez un e-mail dès la décision.',
    },
    over: { title: 'Il n’est plus possible de répondre', words: 'Encore quelque chose à dire ? Contactez l’école.' },
  }),
  en: {
    title: 'A question about your message',
    lead: (name) => `${name} is checking your message and would like to know something first.`,
    about: 'It is about',
    question: 'The question',
    label: 'Your answer',
    deadline: (when) => `A decision will be made by ${when}, even without an answer.`,
    who: 'Only the people who decide on your message read your answer. You can answer once.',
    button: 'Send your answer',
    done: {
      title: 'Thank you for your answer',
      words: 'There is nothing more to do. You will get an e-mail as soon as a decision is made.',
    },
    over: { title: 'You can no longer answer', words: 'Something else to say? Please contact the school.' },
  },
}
