/** Where one signs in: with a password and a code, or at the provider of the school. */
import { html } from 'hono/html'
import { message, page, type View } from '../layout.ts'
import type { Html } from '../shown.ts'
import { SIGN_IN } from './texts.ts'

/** Signed out just now: of an account that is elsewhere, and may be open there still; or back from signing out there. */
export const OUT = ['elsewhere', 'left'] as const

export type Asked = Readonly<{
  next: string
  /** What went wrong, in words. */
  said?: string
  out?: (typeof OUT)[number] | undefined
  /** The provider has a way out. */
  mayLeave?: boolean | undefined
  /** What the provider is called; '' when there is none. */
  provider: string
  email?: string
}>

const providerForm = ({ provider, next }: Asked, view: View): Html | '' =>
  provider === ''
    ? ''
    : html`<p><a class="button" href="/sign-in/with?next=${encodeURIComponent(next)}">${SIGN_IN[view.language].with(provider)}</a></p>
      <p class="muted or">${SIGN_IN[view.language].orPassword}</p>`

const outOf = ({ out, mayLeave, provider }: Asked, view: View): Html | '' => {
  const { left, leave, stillThere } = SIGN_IN[view.language]
  if (out === undefined || provider === '') return ''
  if (out === 'left') return message('good', left)
  return html`${message('good', stillThere)}${mayLeave ? html`<p><a href="/sign-in/leave">${leave(provider)}</a></p>` : ''}`
}

export const signInPage = (asked: Asked, view: View): Html => {
  const { signIn } = view.texts
  return page(
    view,
    signIn.title,
    html`<h1>${signIn.title}</h1>
      <p class="lead">${signIn.lead}</p>
      ${asked.said ? message('bad', asked.said) : ''}
      ${outOf(asked, view)}
      ${providerForm(asked, view)}
      <form method="post" action="/sign-in" class="stack card">
        <input type="hidden" name="next" value="${asked.next}">
        <label for="email">${signIn.email}</label>
        <input id="email" name="email" type="email" autocomplete="username" maxlength="320" required autofocus value="${asked.email ?? ''}">
        <label for="password">${signIn.password}</label>
        <input id="password" name="password" type="password" autocomplete="current-password" maxlength="1000" required>
        <button class="main">${signIn.button}</button>
      </form>
      <p class="small">${signIn.noAccount}</p>`,
    'narrow',
  )
}

export const codePage = (next: string, failed: boolean, view: View): Html => {
  const { code } = SIGN_IN[view.language]
  return page(
    view,
    code.title,
    html`<h1>${code.title}</h1>
      <p class="lead">${code.lead}</p>
      ${failed ? message('bad', code.failed) : ''}
      <form method="post" action="/sign-in/code" class="stack card">
        <input type="hidden" name="next" value="${next}">
        <label for="code">${code.label}</label>
        <input id="code" name="code" inputmode="text" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" maxlength="60" required autofocus aria-describedby="code-words">
        <p id="code-words" class="muted small">${code.recovery}</p>
        <button class="main">${view.texts.signIn.button}</button>
      </form>
      <p class="small"><a href="/sign-in">${code.again}</a></p>`,
    'narrow',
  )
}
