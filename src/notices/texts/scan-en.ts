/** What the virus scanner brings about, in English. */
import type { ScanTexts } from './catalogue.ts'

export const SCAN_EN: ScanTexts = {
  malware: {
    title: 'There is a virus in your message',
    why: 'Your computer may be infected. That is not your fault. Until it has been checked, your other mail waits too.',
    steps: [
      'Call the ICT coordinator of your school now. Do not use this computer meanwhile.',
      'Do not send this message again, and do not open the attachment.',
    ],
    tip: 'Did you get a file you did not expect? Do not open it, and call the ICT coordinator.',
  },
  'suspected-malware': {
    title: 'The virus scanner is in doubt about your message',
    why: 'It may be a mistake. That is why somebody at school looks first.',
    steps: ['Do you not know this file? Do not open it, and call the ICT coordinator.'],
    tip: 'Do you not know a file? Do not open it, and call the ICT coordinator.',
  },
  'blocked-account': {
    title: 'Your mail waits, since there was a virus in an earlier message',
    why: 'This keeps viruses away from parents and colleagues. Nothing is lost.',
    steps: ['Call the ICT coordinator of your school, who checks your computer and unblocks your account.'],
    tip: 'Call the ICT coordinator of your school.',
  },
  'scanner-down': {
    title: 'Your message could not be scanned for viruses yet',
    why: 'The virus scanner of the school does not work now. Your message is not the cause.',
    steps: ['Can it not wait? Call the school.'],
    tip: 'Can a message not wait? Call the school.',
  },
  'scanner-limit': {
    title: 'Your message is too large for the virus scanner',
    why: 'What was not scanned for viruses does not simply leave.',
    steps: ['Put large files into the shared storage of the school and mail a link.'],
    tip: 'Put large files into the shared storage of the school and mail a link.',
  },
}
