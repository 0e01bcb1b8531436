/** Whose policy a page for staff is about: named in the link, or the only one there is. */
import { html } from 'hono/html'
import type { Pack } from '../../policy/policy.ts'
import type { ConsoleParts } from '../console.ts'
import { page, type View } from '../layout.ts'
import { type Html, shown } from '../shown.ts'
import { STAFF_TEXTS } from './texts.ts'

const MOST = 200

export type School = Readonly<{ domain: string; pack: Pack }>

/** One domain of each policy that is in force. */
const schoolsOf = ({ people, policy }: ConsoleParts): readonly School[] => {
  const schools = people().domains.map((domain) => ({ domain, pack: policy().packFor(domain) }))
  return [...Map.groupBy(schools, ({ pack }) => pack.id).values()].map(([first]) => first!)
}

/** Undefined: several policies are in force, and it does not say which is meant. */
export const schoolIn = (parts: ConsoleParts, wanted: string | undefined): School | undefined => {
  const domain = wanted?.toLowerCase() ?? ''
  if (parts.people().domains.includes(domain)) return { domain, pack: parts.policy().packFor(domain) }
  const schools = schoolsOf(parts)
  return schools.length === 1 ? schools[0] : undefined
}

export const withSchool = (path: string, { domain }: School): string => `${path}?school=${encodeURIComponent(domain)}`

/** Which school? The links lead to the same page of each. */
export const choicePage = (parts: ConsoleParts, title: string, path: string, view: View): Html => {
  const { choose } = STAFF_TEXTS[view.language].why
  const schools = schoolsOf(parts).slice(0, MOST)
  return page(
    view,
    title,
    html`<h1>${title}</h1>
      <p class="lead">${choose}</p>
      <ul class="rows">${schools.map(
        (school) =>
          html`<li class="card row"><h2><a href="${withSchool(path, school)}">${shown(school.pack.organisation, 120)}</a></h2><p class="muted">${school.domain}</p></li>`,
      )}</ul>`,
    'narrow',
  )
}

/** At the foot of each: the other pages for staff. */
export const linksOf = (school: School | undefined, view: View): Html => {
  const { links } = STAFF_TEXTS[view.language]
  const to = (path: string): string => (school ? withSchool(path, school) : path)
  const all = [
    [to('/why'), links.why, '/why'],
    [to('/what'), links.what, '/what'],
    ['/my', links.mine, '/my'],
  ] as const
  return html`<ul class="small">${all.filter(([, , path]) => path !== view.path).map(([href, name]) => html`<li><a href="${href}">${name}</a></li>`)}</ul>`
}
