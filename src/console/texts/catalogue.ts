/** Everything the console says, so that no language can lack a sentence. */
import type { RuleId } from '../../detectors/detectors.ts'
import type { AddressClass } from '../../directory/directory.ts'
import type { Remedy } from '../../policy/policy.ts'
import type { Fate } from '../../store/store.ts'
import type { Refusal } from '../refusals.ts'

/** A message's whole story has these words; what happens to it otherwise is shown as the store names it. */
export type Happening =
  | 'judged'
  | 'joined'
  | 'released'
  | 'returned'
  | 'expired'
  | 'withdrawn'
  | 'remedied'
  | 'urgent'
  | 'delivered'
  | 'delayed'
  | 'failed'
  | 'asked'
  | 'answered'
  | 'handed-over'
  | 'exception-made'
  | 'leak-reported'
  | 'leak-closed'
  | 'original-read'

/** Those who act without an account. */
export type Automaton = 'gateway' | 'clock' | 'queue' | 'sender' | 'scanner'

type Titled = Readonly<{ title: string; words: string }>

export type Texts = Readonly<{
  /** For dates and numbers. */
  locale: string
  /** Between a label and what it says: French has a space before it. */
  colon: string
  skip: string
  /** What the navigation is called when it is read aloud. */
  places: string
  menu: string
  back: string
  signOut: string
  /** What is wrong with a file while the older one stays in force. */
  troubles: Readonly<{ title: string; kept: string; mend: string }>
  scannerDown: Titled
  /** Accounts that sent malware. */
  blocked: Readonly<{
    title: string
    lead: string
    empty: Titled
    since: string
    found: string
    message: string
    lift: string
    liftWords: string
    confirm: string
    button: string
    lifted: (account: string) => string
    refused: Titled
  }>
  signIn: Readonly<{
    title: string
    lead: string
    email: string
    password: string
    button: string
    failed: string
    noAccount: string
  }>
  held: Readonly<{
    title: string
    count: (n: number) => string
    empty: Titled
    to: string
    others: (n: number) => string
    noSubject: string
    hiddenSubject: string
    decideBefore: string
    urgent: string
    released: string
    partlyReleased: string
    returned: string
  }>
  case: Readonly<{
    title: string
    from: string
    subject: string
    heldSince: string
    policy: string
    why: string
    alsoSeen: string
    alsoSeenWords: string
    place: string
    more: (n: number) => string
    metadataOnly: string
    recipients: string
    visible: string
    hidden: string
    release: string
    releaseWords: string
    releaseButton: string
    chooseOne: string
    return: string
    returnWords: string
    returnLabel: string
    returnButton: string
    writeWords: string
    decided: string
    /** Let go by somebody, and not yet taken by the next hop. */
    underWay: string
    urgentWords: string
    destroyed: string
    history: string
  }>
  claim: Readonly<{
    take: string
    by: (name: string, since: string) => string
    mine: (since: string) => string
    leave: string
    takeOver: string
    takeOverWords: string
  }>
  proposal: Readonly<{
    title: string
    release: (n: number) => string
    bounce: (n: number) => string
    words: string
  }>
  follow: Readonly<{
    title: string
    waits: string
    over: string
    sent: string
    decided: string
    others: (n: number) => string
    urgent: string
    urgentWords: (deadline: string) => string
    urgentReason: string
    urgentButton: string
    urgentAlready: string
    urgentEnough: string
    hurried: string
    withdraw: string
    withdrawWords: string
    withdrawButton: string
    withdrawn: string
  }>
  original: Readonly<{
    title: string
    words: string
    refused: string
    reason: string
    button: string
    reading: string
    own: string
    quoted: string
    nothing: string
    cut: string
    hiddenText: string
  }>
  remedy: Readonly<{
    title: string
    lead: string
    changes: string
    from: string
    subject: string
    visible: string
    visibleWords: string
    hidden: string
    hiddenWords: string
    nobody: string
    until: string
    button: string
    done: Titled
    refused: Titled
    does: Readonly<Record<Remedy, string>>
  }>
  problems: Readonly<{
    notFound: Titled
    refused: string
    forbidden: Titled
    tooLarge: Titled
    tooOften: Titled
    failed: Titled
  }>
  rules: Readonly<Record<RuleId, string>>
  ownRule: (id: string) => string
  fates: Readonly<Record<Fate, string>>
  classes: Readonly<Record<AddressClass, string>>
  happenings: Readonly<Record<Happening, string>>
  automata: Readonly<Record<Automaton, string>>
  first: (happening: string, by: string, when: string) => string
  refusals: Readonly<Record<Refusal, string>>
}>
