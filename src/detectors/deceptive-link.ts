/**
 * deceptive-link: a link that is not what it shows. A careful reader compares the domain in the text with the domain
 * behind it, and reads look-alikes of the school's and of well-known names letter by letter. Fooled by file names as
 * link text, by redirectors of mail protection, and by newsletter tools that count clicks. Serves ME-3.2-danger,
 * SJ-3.2-danger.
 */
import { z } from 'zod'
import type { Place, Said } from '../message/message.ts'
import { placeAt } from '../message/message.ts'
import type { Case, Detector, Finding } from './detectors.ts'
import { isOneOff, ownedPart, skeleton, type WebAddress, webAddress } from './web-addresses.ts'

const settings = z.strictObject({
  trackers: z
    .array(z.string())
    .default([])
    .describe('Domains of the school’s own newsletter tool, besides the common ones.'),
  known: z.array(z.string()).default([]).describe('More domains that others may imitate.'),
})
type Settings = z.infer<typeof settings>
type Category = 'other-domain' | 'look-alike' | 'credentials'

const BECAUSE: Readonly<Record<Category, Said>> = {
  'other-domain': {
    nl: 'De tekst van deze link toont een andere website dan die waar de link naartoe gaat.',
    fr: 'Le texte de ce lien montre un autre site que celui où il mène.',
    en: 'The text of this link shows another website than the one it leads to.',
  },
  'look-alike': {
    nl: 'Deze link lijkt op een bekende website, maar is het niet.',
    fr: 'Ce lien ressemble à un site connu, mais n’en est pas un.',
    en: 'This link looks like a well-known website, but is not.',
  },
  credentials: {
    nl: 'Deze link leidt naar een aanmeldpagina op een gratis webadres, waar iedereen er een kan maken.',
    fr: 'Ce lien mène à une page de connexion sur une adresse gratuite, où chacun peut en créer une.',
    en: 'This link leads to a log-in page at a free web address, where anybody can make one.',
  },
}

const TRACKERS = new Set(
  'list-manage.com mailchimp.com mailchi.mp sendgrid.net sendinblue.com brevo.com sibforms.com mailjet.com mjt.lu hubspotlinks.com hubspot.com createsend.com cmail19.com cmail20.com campaignmonitor.com constantcontact.com rs6.net mailerlite.com mlsend.com flexmail.eu flexmail.be laposta.nl laposta.org spotler.com mailplus.nl activecampaign.com acemlna.com getresponse.com exacttarget.com mandrillapp.com awstrack.me outlook.com urldefense.com proofpoint.com mimecast.com barracudanetworks.com'.split(
    ' ',
  ),
)
const KNOWN =
  'microsoft.com microsoftonline.com office.com office365.com outlook.com sharepoint.com google.com gmail.com smartschool.be telenet.be proximus.be kennisnet.nl parnassys.net parnassys.nl magister.net somtoday.nl socialschools.nl basispoort.nl itslearning.com digid.nl belastingdienst.nl rijksoverheid.nl vlaanderen.be itsme.be belfius.be bnpparibasfortis.be argenta.be rabobank.nl abnamro.nl paypal.com facebook.com instagram.com whatsapp.com netflix.com linkedin.com dropbox.com wetransfer.com bpost.be postnl.nl apple.com icloud.com amazon.com'.split(
    ' ',
  )
const FREE_HOSTS =
  /(?:^|\.)(?:weebly\.com|wixsite\.com|000webhostapp\.com|blogspot\.\w{2,3}|netlify\.app|vercel\.app|web\.app|firebaseapp\.com|pages\.dev|workers\.dev|glitch\.me|herokuapp\.com|github\.io|godaddysites\.com|yolasite\.com|jimdosite\.com|webnode\.\w{2}|square\.site|ngrok(?:-free)?\.(?:io|app)|duckdns\.org|r2\.dev|ipfs\.io|formstack\.com|jotform\.com|typeform\.com|123formbuilder\.com)$/
const LOG_IN =
  /log-?in|inlog|aanmeld|sign-?in|wachtwoord|paswoord|passwor|verif|connexion|mot-?de-?passe|account|webmail|owa\b/i
const SHOWN =
  /^(?:https?:\/\/)?((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,5}[\p{L}]{2,24}|(?:[\p{L}\p{N}-]{1,63}\.){1,5}xn--[\w-]{2,40})(?::\d{1,5})?(?:[/?#]\S{0,500})?$/iu
const FILE =
  /\.(?:pdf|docx?|xlsx?|pptx?|csv|txt|zip|jpe?g|png|gif|mp[34]|html?|aspx?|php|js|ts|odt|ods|ics|xml|json|md|key|pages|numbers|mov|svg|one|pub)$/i
const REDIRECTS = /[?&](?:url|q|u|target|redirect)=(https?(?::|%3a)[^&\s]{4,1500})/i
const REDIRECTORS =
  /(?:safelinks\.protection\.outlook\.com|(?:^|\.)google\.[a-z.]{2,6}|urldefense\.(?:com|proofpoint\.com)|l\.facebook\.com|linkprotect\.cudasvc\.com|statics\.teams\.cdn\.office\.net)$/

/** Behind a redirector that shows where it leads, the place it leads to counts. */
const target = (href: string): WebAddress | undefined => {
  const address = webAddress(href)
  if (!address || !REDIRECTORS.test(address.host)) return address
  const inner = REDIRECTS.exec(href)?.[1]
  if (inner === undefined) return address
  try {
    return webAddress(decodeURIComponent(inner)) ?? address
  } catch {
    return address
  }
}

/** The host a link text shows, when all of it is an address; a file name is none. */
const shownHost = (text: string): string | undefined => {
  const bare = text
    .trim()
    .slice(0, 600)
    .replace(/^[<("'«\s]{1,40}|[>)"'».,;\s]{1,40}$/g, '')
  const host = SHOWN.exec(bare)?.[1]?.toLowerCase()
  if (!host || /\s/.test(bare) || (!/^https?:|^www\.|\//i.test(bare) && FILE.test(bare))) return undefined
  return host.replace(/^www\./, '')
}

/** A genuine name, with what a look-alike of it would share. */
type Model = Readonly<{ name: string; owned: string; label: string; skeleton: string }>

const modelOf = (name: string): Model => {
  const owned = ownedPart(name)
  const label = owned.split('.')[0]!
  return { name, owned, label, skeleton: skeleton(label) }
}
const MODELS = KNOWN.map(modelOf)

const imitates = (host: string, models: readonly Model[]): boolean => {
  const owned = ownedPart(host)
  if (models.some((model) => owned === model.owned)) return false
  const label = owned.slice(0, owned.indexOf('.'))
  const form = skeleton(label)
  return models.some((model) => {
    if (model.label.length < 5) return false
    // "smartschool.be.aanmelden.example": the genuine name stands in front of somebody else's.
    if (host.includes(model.name) && `.${host}`.includes(`.${model.name}.`)) return true
    if (label === model.label) return false
    return form === model.skeleton || (model.label.length >= 7 && isOneOff(form, model.skeleton))
  })
}

const isPrivateHost = (host: string): boolean => /^(?:10\.|192\.168\.|127\.|172\.(?:1[6-9]|2\d|3[01])\.)/.test(host)

type Models = readonly Model[]
type Verdict = Readonly<{ category: Category; confidence: number }>

const judge = (seen: Case, models: Models, text: string, href: string, given: Settings): Verdict | undefined => {
  if (/^\s*(?:javascript|data|vbscript):/i.test(href)) return { category: 'other-domain', confidence: 0.9 }
  const address = target(href)
  if (!address || !/^https?$/.test(address.scheme)) return undefined
  const { host, user, path } = address
  if (user !== '' && user.includes('.')) return { category: 'look-alike', confidence: 0.95 }
  if (imitates(host, models) && !seen.people.contact(`x@${ownedPart(host)}`).partner)
    return { category: 'look-alike', confidence: 0.88 }
  const tracked = [...TRACKERS, ...given.trackers].some((name) => host === name || host.endsWith(`.${name}`))
  const shown = shownHost(text)
  if (shown && !tracked && ownedPart(shown) !== ownedPart(host)) return { category: 'other-domain', confidence: 0.9 }
  const logsIn = LOG_IN.test(path) || LOG_IN.test(text) || LOG_IN.test(host)
  if (FREE_HOSTS.test(host) && logsIn) return { category: 'credentials', confidence: 0.8 }
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host) && !isPrivateHost(host) && logsIn
    ? { category: 'credentials', confidence: 0.85 }
    : undefined
}

/** The host alone: a path may carry a name or a token. */
const shownLink = (text: string, href: string): string => {
  const shown = shownHost(text)
  const host = target(href)?.host ?? href.slice(0, 11)
  return (shown ? `${shown} → ${host}` : host).slice(0, 120)
}

const finding = (text: string, href: string, place: Place, { category, confidence }: Verdict): Finding => ({
  rule: 'deceptive-link',
  category,
  place,
  excerpt: shownLink(text, href),
  because: BECAUSE[category],
  // A quoted one is often shown to somebody who should judge it.
  confidence: place.in === 'quoted' ? Math.min(confidence, 0.75) : confidence,
})

const MAX_LINKS = 500

/** Addresses written out in a text or a document, which mail programs make into links. */
const written = (seen: Case): { href: string; place: Place }[] =>
  seen.readings.flatMap((reading) => {
    const found: { href: string; place: Place }[] = []
    const { text } = reading
    for (let at = text.indexOf('://'); at >= 0 && found.length < MAX_LINKS; at = text.indexOf('://', at + 3)) {
      const scheme = /https?$/i.exec(text.slice(Math.max(0, at - 5), at))?.[0]
      const rest = /^:\/\/[^\s<>"')\]]{3,1000}/.exec(text.slice(at, at + 1010))?.[0]
      if (scheme && rest)
        found.push({ href: `${scheme}${rest.replace(/[.,;:!]{1,10}$/, '')}`, place: placeAt(reading, at) })
    }
    return found
  })

export const deceptiveLink: Detector<Settings> = {
  rule: 'deceptive-link',
  settings,
  inspect: (seen: Case, given: Settings) => {
    const links = [
      ...seen.message.links.map(({ text, href, place }) => ({ text, href, place })),
      ...written(seen).map((w) => ({ text: '', ...w })),
    ]
    const models = [...[...seen.people.domains, ...given.known].map(modelOf), ...MODELS]
    return links.flatMap(({ text, href, place }) => {
      const verdict = judge(seen, models, text, href, given)
      return verdict ? [finding(text, href, place, verdict)] : []
    })
  },
}
