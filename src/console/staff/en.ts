/** The pages for staff in English. */

import { plural } from '../plural.ts'
import type { StaffTexts } from './texts.ts'

const days = (n: number): string => plural.en(n, '% day', '% days')

export const en: StaffTexts = {
  why: {
    title: 'Why was my e-mail stopped?',
    lead: 'Choose what our message to you said.',
    of: (organisation) => `This is what was agreed at ${organisation}.`,
    all: 'All reasons',
    choose: 'Which school are you from?',
    agreed: 'What did the school agree?',
    noClause: 'The policy says nothing about this. The rule protects pupils and colleagues.',
    doNow: 'What can you do?',
    nextTime: 'Next time',
    happens: 'What happens?',
    does: {
      bounce: 'The message is not sent. You get it back, with an explanation.',
      hold: 'The message waits. Somebody at the school looks at it.',
      notify: 'The message is sent. You get a tip.',
      forward: 'The message is simply sent.',
      trial: 'The school is trying out this rule. Your message is simply sent.',
      off: 'This rule is switched off at your school.',
    },
    kinds: 'For some kinds of information the rule is stricter or milder.',
    ask: 'Questions?',
    contact: (who, address) => `Ask ${who}: ${address}.`,
    leak: (address) =>
      `Did something go wrong, or are you in doubt? Report it to ${address}. Better once too often than not at all.`,
    nobody: 'Ask the head or the ICT coordinator of your school.',
    unknown: { title: 'We do not recognise this reason', words: 'Choose another one below, or check the link.' },
  },
  what: {
    title: 'What is checked, kept and looked at?',
    lead: 'You have a right to know what happens to your e-mail.',
    checked: 'What is checked?',
    checkedWords:
      'A program checks every e-mail that leaves the school: the addresses, the subject, the text and the attachments. This is automatic. Nobody reads along.',
    groups: {
      bounce: {
        title: 'This comes back to you',
        words: 'You get an explanation at once, and sometimes a button that solves it.',
      },
      hold: {
        title: 'This waits for a colleague to decide',
        words: 'You get an e-mail saying that it is waiting, and until when.',
      },
      notify: { title: 'You get a tip for this', words: 'Your e-mail is simply sent.' },
      trial: { title: 'This is being tried out', words: 'It is only counted. Your e-mail is simply sent.' },
      off: { title: 'We do not look for this', words: 'These rules are switched off.' },
    },
    kept: 'What is kept, and how long?',
    keptOf: {
      gone: (n) =>
        `E-mail that was sent: the content is deleted as soon as it has arrived. Who wrote to whom, when, and what became of it is kept for ${days(n)}.`,
      held: (n) =>
        `E-mail that is waiting: until somebody decides, ${plural.en(n, '% school day', '% school days')} at most. Then you get it back.`,
      stopped: (n) =>
        `E-mail you got back: ${days(n)}, so that the button in our message works. Then the content is deleted.`,
      cases: (n) => `Which rule it was about and what was decided, without the content: ${days(n)}.`,
      sealed: 'Everything that is kept is encrypted.',
    },
    who: 'Who may look?',
    whoWords: 'Only at e-mail that was stopped, and only the people at school who have this task:',
    roles: () => [
      'the head',
      'the privacy contact',
      'an appointed colleague, such as the care coordinator',
      'the administrator',
    ],
    sees: {
      metadata: 'They see who wrote to whom and which rule it is about. They never see what the e-mail says.',
      findings:
        'They see who wrote to whom and what was found, with names and secrets masked. Nobody can read the whole e-mail.',
      full: 'At first they see only what was found, with names and secrets masked. To read the whole e-mail they must give a reason.',
    },
    never: 'Nobody decides on their own e-mail, or on e-mail to or about themselves. No lists are made per person.',
    looks: 'How is that recorded?',
    looksWords: [
      'Every time somebody opens a message, it is recorded in a log. Nobody can change that log unnoticed.',
      'If somebody reads the whole e-mail, you can see that with your message, including the reason.',
    ],
    questions: 'Questions?',
  },
  mine: {
    title: 'My e-mail',
    lead: 'See what happened to your messages that were stopped. You get a link in your own mailbox.',
    address: 'Your school e-mail address',
    button: 'Send me a link',
    sent: {
      title: 'Check your mailbox',
      words:
        'If this is a school address, an e-mail with a link is on its way. The link works once, within an hour. Nothing arrives? Check the address, or wait an hour if you have already asked a few times.',
    },
    malformed: 'Fill in your e-mail address, such as an@school.be.',
    open: {
      title: 'See your messages',
      words: 'Press the button. After that, the link in your e-mail no longer works.',
    },
    openButton: 'Show my messages',
    over: {
      title: 'This link does not work any more',
      words: 'A link works once, and for an hour at most. Feel free to ask for a new one.',
    },
    askAgain: 'Ask for a new link',
    list: (address) => `From ${address}`,
    days: (n) => `What was stopped in the last ${days(n)}. What the messages say is not shown here.`,
    none: { title: 'Nothing was stopped', words: 'None of your messages have been stopped lately.' },
    waits: 'Waiting for a decision',
    decidedBy: 'at the latest',
    follow: 'Follow or withdraw',
    close: 'Close this list',
    closed: 'The list is closed.',
    fates: { stopped: 'stopped, you got an explanation', withdrawn: 'withdrawn by you' },
  },
  sent: {
    title: 'Your message has been sent already',
    words: (when) => `That happened with this link, on ${when}. You do not need to do anything else.`,
  },
  looks: {
    nobody: 'Nobody has read the whole e-mail.',
    title: 'Somebody at the school read the whole e-mail',
    reason: 'Reason:',
  },
  links: {
    why: 'Why was my e-mail stopped?',
    what: 'What is checked, kept and looked at?',
    mine: 'My e-mail',
  },
}
