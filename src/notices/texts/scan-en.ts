/** What the virus scanner brings about, in English. */
import type { ScanTexts } from './catalogue.ts'

export const SCAN_EN: ScanTexts = {
  malware: {
    title: 'There is a virus in your message',
    why: 'Your computer may be infected. That is not your fault. Until it has been checked, your other e-mail has to wait too.',
    steps: [
      'Call your school’s ICT coordinator now. Do not use this computer in the meantime.',
      'Do not send this message again, and do not open the attachment.',
    ],
    tip: 'Did you get a file you did not expect? Do not open it, and call the ICT coordinator.',
  },
  'suspected-malware': {
    title: 'The virus scanner is not sure about your message',
    why: 'It may be a mistake. That is why somebody at the school looks first.',
    steps: ['Do you not know this file? Do not open it, and call the ICT coordinator.'],
    tip: 'Do you not know a file? Do not open it, and call the ICT coordinator.',
  },
  'blocked-account': {
    title: 'Your e-mail is waiting, because there was a virus in an earlier message',
    why: 'This keeps viruses away from parents and colleagues. Nothing is lost.',
    steps: ['Call your school’s ICT coordinator, who will check your computer and unblock your account.'],
    tip: 'Call your school’s ICT coordinator.',
  },
  'scanner-down': {
    title: 'Your message could not be scanned for viruses yet',
    why: 'The school’s virus scanner is not working right now. Your message is not the cause.',
    steps: ['Can it not wait? Call the school.'],
    tip: 'Can a message not wait? Call the school.',
  },
  'scanner-limit': {
    title: 'Your message is too large for the virus scanner',
    why: 'What has not been scanned for viruses is not simply sent.',
    steps: ['Put large files in the school’s shared storage and send a link.'],
    tip: 'Put large files in the school’s shared storage and send a link.',
  },
}
