/**
 * Secrets that carry their own mark: private keys, cloud and chat tokens, credentials in a URL. Each pattern is only
 * tried where its literal stands. Reset links and meeting links carry one-time tokens too: those are not looked for.
 */
import type { Reading } from './detectors.ts'
import { matchesIn } from './matches.ts'
import { MARK, SECRET_HINTS } from './secret-words.ts'

export type Token = Readonly<{ start: number; end: number }>

const MARKED: readonly Readonly<{ literal: string; pattern: RegExp }>[] = [
  {
    literal: 'PRIVATE KEY',
    pattern: /-----BEGIN [A-Z ]{0,24}PRIVATE KEY(?: BLOCK)?-----[\s\S]{0,8000}?(?:-----END|$)/y,
  },
  { literal: 'AKIA', pattern: /AKIA[0-9A-Z]{16}\b/y },
  { literal: 'ASIA', pattern: /ASIA[0-9A-Z]{16}\b/y },
  { literal: 'ghp_', pattern: /ghp_[A-Za-z0-9]{30,}/y },
  { literal: 'gho_', pattern: /gho_[A-Za-z0-9]{30,}/y },
  { literal: 'ghs_', pattern: /ghs_[A-Za-z0-9]{30,}/y },
  { literal: 'github_pat_', pattern: /github_pat_[A-Za-z0-9_]{30,}/y },
  { literal: 'glpat-', pattern: /glpat-[A-Za-z0-9_-]{18,}/y },
  { literal: 'xox', pattern: /xox[abeprs]-[A-Za-z0-9-]{12,}/y },
  { literal: 'AIza', pattern: /AIza[A-Za-z0-9_-]{33,}/y },
  { literal: 'GOCSPX-', pattern: /GOCSPX-[A-Za-z0-9_-]{20,}/y },
  { literal: 'sk_live_', pattern: /sk_live_[A-Za-z0-9]{16,}/y },
  { literal: 'sk-', pattern: /sk-(?:[a-z]{2,8}-)?[A-Za-z0-9_-]{32,}/y },
  { literal: 'SG.', pattern: /SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/y },
  { literal: 'npm_', pattern: /npm_[A-Za-z0-9]{36}/y },
  { literal: 'eyJ', pattern: /eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/y },
  { literal: ':AA', pattern: /:AA[A-Za-z0-9_-]{32,}/y },
  { literal: 'sv=20', pattern: /sv=20\d\d-\d\d-\d\d&[^\s"<>]{0,300}sig=[A-Za-z0-9%+/=]{20,}/y },
  { literal: 'hooks.slack.com/services/', pattern: /hooks\.slack\.com\/services\/T\w{6,}\/B\w{6,}\/\w{16,}/y },
  // What a square code for a network holds.
  { literal: 'WIFI:', pattern: /WIFI:(?:[TSHR]:[^;\n]{0,60};){0,4}P:[^;\n]{4,63}/y },
  { literal: 'AccountKey=', pattern: /AccountKey=[A-Za-z0-9+/]{40,}={0,2}/y },
]
/** A name of a setting and what it is set to: headers, connection strings, configuration files. */
const SETTING =
  /(?:x-api-key|api[-_ ]?key|client[-_]?secret|access[-_]?token|secret[-_]?key|auth[-_]?token|password|passwd|pwd|[A-Z]{2,20}_(?:PASS|PASSWORD|PWD|SECRET|TOKEN|KEY))["']?\s{0,2}[:=]\s{0,2}["']?([^\s"';<>&*{}[\]]{6,200})/iy
const PLACEHOLDER = /^(?:xxx+|\.{3,}|\*+|<.*|your.*|jouw.*|changeme$|zie\b.*|see\b.*|minstens.*|\p{L}+)$/iu
const NAMES = ['api', 'API', 'Api', 'ecret', 'ECRET', 'oken', 'OKEN', 'assw', 'wd=', 'PWD', 'PASS', '_KEY'] as const
const BEARER = /(?:Authorization: ?)?(?:Basic|Bearer) ([A-Za-z0-9+/=._-]{16,})/y
const USER_INFO = /:\/\/[^\s/:@?#"'<>]{1,64}:([^\s/@?#"'<>]{3,64})@[\w.-]/y
const PARAMETER = /[?&;](?:password|passwd|wachtwoord|paswoord|mdp|pass|ww)=([^\s&#"'<>]{4,64})/iy
// "sshpass -p Zwaluw77", "mysqldump -u beheer -p'Kastanje.9'", "net use Z: \\\\srv\\map /user:klas5 Pannenkoek7", "curl -u jan:Roos9"
const COMMANDS = [
  /\b(?:sshpass|mysql(?:dump|admin)?|7z|7za|unrar|plink|pscp|unzip)\s[^\n]{0,120}?\s?-[pP] ?["']?([^\s"'-][^\s"']{3,60})/g,
  /\bnet use\s[^\n]{0,120}?\/user:\S{1,40}\s+["']?([^\s"'/]{4,60})/gi,
  /\b(?:curl|wget)\s[^\n]{0,120}?-u ["']?[^\s:"']{1,40}:([^\s"']{3,60})/g,
]
// BitLocker: eight groups of six figures; where a text calls it so, some of them.
const RECOVERY_KEY = /(?<![\d-])\d{6}(?:-\d{6}){7}(?![\d-])/g
const PART_OF_KEY =
  /(?<=(?:herstel(?:sleutel|code)|recovery key|bitlocker|clé de récupération)[^\n]{0,80}?)(?<![\d-])\d{6}(?:-\d{6}){2,7}(?![\d-])/giu
const MAX_HITS = 20
const KEY_LEAD = 36

const each = (text: string, literal: string, take: (at: number) => Token | undefined): Token[] => {
  const found: Token[] = []
  let at = text.indexOf(literal)
  while (at >= 0 && found.length < MAX_HITS) {
    const token = take(at)
    if (token) found.push(token)
    at = text.indexOf(literal, token ? token.end : at + literal.length)
  }
  return found
}

const matchAt = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at
  return pattern.exec(text)
}

/** Looked for in what is near alone, as everywhere: a text of two megabytes may hold a mark in each line. */
const beginOfKey = (text: string, at: number): number => {
  const near = Math.max(0, at - KEY_LEAD)
  const found = text.slice(near, at).lastIndexOf('-----BEGIN')
  return found < 0 ? -1 : near + found
}

const markedIn = (text: string): Token[] =>
  MARKED.flatMap(({ literal, pattern }) =>
    each(text, literal, (at) => {
      // The key's mark stands in the middle of its first line.
      const from = literal === 'PRIVATE KEY' ? beginOfKey(text, at) : at
      if (from < 0 || (from === at && /[A-Za-z0-9_-]/.test(text[at - 1] ?? ''))) return undefined
      const match = matchAt(pattern, text, from)
      return match ? { start: from, end: from + match[0].length } : undefined
    }),
  )

/** "Server=sql01;User Id=sync;Password=…", "X-Api-Key: …", "SMTP_PASS=…" */
const settingsIn = (text: string): Token[] =>
  NAMES.flatMap((literal) =>
    each(text, literal, (at) => {
      const near = Math.max(0, at - 24)
      const line = Math.max(near + text.slice(near, at).lastIndexOf('\n'), at - 24)
      for (let from = at; from > line; from--) {
        if (/[\w-]/.test(text[from - 1] ?? '')) continue
        const match = matchAt(SETTING, text, from)
        if (!match || PLACEHOLDER.test(match[1]!) || !/\d|[#@!%$^+]/.test(match[1]!)) return undefined
        const start = from + match[0].length - match[1]!.length
        return { start, end: start + match[1]!.length }
      }
      return undefined
    }),
  )

const commandsIn = (text: string): Token[] =>
  COMMANDS.flatMap((pattern) =>
    matchesIn(pattern, text).map((match) => {
      const end = match.index + match[0].length
      return { start: end - match[1]!.length, end }
    }),
  )

const recoveryKeysIn = (text: string): Token[] =>
  [...matchesIn(RECOVERY_KEY, text), ...matchesIn(PART_OF_KEY, text)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }))

const bearersIn = (text: string): Token[] =>
  ['Basic ', 'Bearer '].flatMap((literal) =>
    each(text, literal, (at) => {
      const match = matchAt(BEARER, text, at)
      if (!match || !/[\d=]/.test(match[1]!)) return undefined
      const start = at + match[0].length - match[1]!.length
      return { start, end: start + match[1]!.length }
    }),
  )

const urlsIn = (text: string): Token[] =>
  each(text, '://', (at) => {
    const info = matchAt(USER_INFO, text, at)
    if (info) {
      const start = at + info[0].indexOf(info[1]!, info[0].indexOf(':', 3))
      // "https://user:password@host" in a manual.
      return /^(?:password|pass|wachtwoord|paswoord|pwd|xxx+|\*+|secret|\.{3})$/i.test(info[1]!)
        ? undefined
        : { start, end: start + info[1]!.length }
    }
    const blank = text.slice(at, at + 2000).search(/\s/)
    const url = text.slice(at, blank < 0 ? at + 2000 : at + blank)
    for (let q = url.search(/[?&;]/); q >= 0 && q < url.length; ) {
      const parameter = matchAt(PARAMETER, url, q)
      if (parameter && !/zoom\.|teams\.|webex\./i.test(url)) {
        const start = at + q + parameter[0].length - parameter[1]!.length
        return { start, end: start + parameter[1]!.length }
      }
      const next = url.slice(q + 1).search(/[?&;]/)
      q = next < 0 ? -1 : q + 1 + next
    }
    return undefined
  })

export const tokensIn = ({ text, words }: Pick<Reading, 'text' | 'words'>): Token[] =>
  text.includes(':AA') || (SECRET_HINTS.among(words, 0, words.length - 1) & MARK) !== 0
    ? [
        ...markedIn(text),
        ...urlsIn(text),
        ...settingsIn(text),
        ...bearersIn(text),
        ...commandsIn(text),
        ...recoveryKeysIn(text),
      ]
    : urlsIn(text)
