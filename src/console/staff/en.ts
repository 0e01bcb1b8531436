/** The pages for staff in English. */
import type { StaffTexts } from './texts.ts'

const days = (n: number): string => (n === 1 ? '1 day' : `${n} days`)

export const en: StaffTexts = {
  why: {
    title: 'Why was my mail stopped?',
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
      bounce: 'The message does not go out. You get it back, with an explanation.',
      hold: 'The message waits. Somebody at school looks at it.',
      notify: 'The message goes out. You get a tip.',
      forward: 'The message simply goes out.',
      trial: 'The school is trying this rule. Your message simply goes out.',
      off: 'This rule is off at your school.',
    },
    kinds: 'For some kinds of information the rule is stricter or milder.',
    ask: 'Questions?',
    contact: (who, address) => `Ask ${who}: ${address}.`,
    leak: (address) =>
      `Did something go wrong, or are you in doubt? Report it to ${address}. Better once too often than too seldom.`,
    nobody: 'Ask the head or the ICT coordinator of your school.',
    unknown: { title: 'We do not know this reason', words: 'Choose another below, or check the link.' },
  },
  what: {
    title: 'What is checked, kept and looked at?',
    lead: 'You have a right to know what happens to your mail.',
    checked: 'What is checked?',
    checkedWords:
      'A program checks every mail that leaves the school: the addresses, the subject, the text and the attachments. It does so by itself. Nobody reads along.',
    groups: {
      bounce: {
        title: 'This goes back to you',
        words: 'You get an explanation at once, and sometimes a button that solves it.',
      },
      hold: { title: 'This waits for a colleague', words: 'You get a mail saying that it waits, and until when.' },
      notify: { title: 'For this you get a tip', words: 'Your mail simply goes out.' },
      trial: { title: 'This is on trial', words: 'It is only counted. Your mail simply goes out.' },
      off: { title: 'Nobody looks for this', words: 'These rules are off.' },
    },
    kept: 'What is kept, and how long?',
    keptOf: {
      gone: (n) =>
        `Mail that went out: its content is destroyed as soon as it has arrived. Who wrote to whom, when, and how it ended is kept for ${days(n)}.`,
      held: (n) =>
        `Mail that waits: until somebody decides, ${n === 1 ? '1 school day' : `${n} school days`} at most. Then you get it back.`,
      stopped: (n) =>
        `Mail you got back: ${days(n)}, so that the button in our message works. Then its content is destroyed.`,
      cases: (n) => `Which rule it was about and what was decided, without content: ${days(n)}.`,
      sealed: 'Everything that is kept is encrypted.',
    },
    who: 'Who may look?',
    whoWords: 'Only at mail that was stopped, and only those at school who have this task:',
    roles: () => [
      'the head',
      'the privacy contact',
      'an appointed colleague, such as the care coordinator',
      'the administrator',
    ],
    sees: {
      metadata: 'They see who wrote to whom and which rule it is about. They never see what the mail says.',
      findings:
        'They see who wrote to whom and what was found, with names and secrets masked. Nobody can read the whole mail.',
      full: 'At first they see only what was found, with names and secrets masked. Reading the whole mail takes a reason.',
    },
    never: 'Nobody decides on their own mail, or on mail to or about themselves. No lists per person are made.',
    looks: 'How is that recorded?',
    looksWords: [
      'Each time somebody opens a message, it is written in a log. Nobody can change it unnoticed.',
      'If somebody reads the whole mail, you see so at your message, with the reason.',
    ],
    questions: 'Questions?',
  },
  mine: {
    title: 'My mail',
    lead: 'See what became of messages of yours that were stopped. You get a link in your own mailbox.',
    address: 'Your school e-mail address',
    button: 'Send me a link',
    sent: {
      title: 'Look in your mailbox',
      words:
        'If this is an address of the school, a mail with a link is on its way. It works for an hour, and once. Nothing comes? Check the address, or wait an hour if you have asked a few times.',
    },
    malformed: 'Fill in your e-mail address, as in an@school.be.',
    open: { title: 'See your messages', words: 'Click the button. The link in your mail will not work after that.' },
    openButton: 'Show my messages',
    over: {
      title: 'This link does not work any more',
      words: 'A link works once, and for an hour at most. Feel free to ask for a new one.',
    },
    askAgain: 'Ask for a new link',
    list: (address) => `From ${address}`,
    days: (n) => `What was stopped in the last ${days(n)}. What the messages say is not shown here.`,
    none: { title: 'Nothing was stopped', words: 'Lately none of your messages was stopped.' },
    waits: 'Waits for a decision',
    decidedBy: 'at the latest',
    follow: 'Follow or take back',
    close: 'Close this list',
    closed: 'The list is closed.',
    fates: { stopped: 'stopped, you got an explanation', withdrawn: 'taken back by you' },
  },
  sent: {
    title: 'Your message has been sent already',
    words: (when) => `That was done with this link, on ${when}. You need not do anything more.`,
  },
  looks: {
    nobody: 'Nobody read the whole mail.',
    title: 'Somebody at school read the whole mail',
    reason: 'Reason:',
  },
  links: {
    why: 'Why was my mail stopped?',
    what: 'What is checked, kept and looked at?',
    mine: 'My mail',
  },
}
