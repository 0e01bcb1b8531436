/**
 * What is nicer with a script, and works without: keys, a list that renews itself, a way back that closes when it ends.
 * A page says by its attributes what it wants; nothing here knows a page by name.
 *
 * data-row="id"         a line that j and k go to; x ticks it, r and t decide on it or on what is ticked. On the page of one
 *                       of them j and k open the next and the one before, in the order of the list one came from
 * data-key="r"          this key leads there: a link or a summary is opened, anything else gets the focus
 * data-opens="id"       a button, hidden without script, that opens the dialog of that id
 * data-events="path"    a stream; when its word is not data-version, the element is taken from the page anew
 * data-keys-on          a button that switches the keys off and on; it is pressed while they work
 * data-left="ms"        goes when the time is over
 */
const OFF = 'mailsluis-keys-off'
const memory = {
  get: () => {
    try {
      return localStorage.getItem(OFF) === 'yes'
    } catch {
      return false
    }
  },
  set: (off) => {
    try {
      localStorage.setItem(OFF, off ? 'yes' : 'no')
    } catch {
      // Without a memory the keys are on again on the next page.
    }
  },
}

const all = (selector) => [...document.querySelectorAll(selector)]
const linkOf = (row) => row.querySelector('h2 a')
const isTyping = (target) =>
  target instanceof Element && target.matches('input:not([type="checkbox"]), textarea, select, [contenteditable]')

/* Keys */

const here = () => document.activeElement?.closest('[data-row]')

/** Where the lines of the list lead, as it was when it was left: this tab keeps it until it is closed. */
const LIST = 'mailsluis-list'
const listed = () => {
  try {
    return JSON.parse(sessionStorage.getItem(LIST)) ?? []
  } catch {
    return []
  }
}
addEventListener('pagehide', () => {
  const paths = all('[data-row]').map((row) => linkOf(row).pathname)
  try {
    if (paths.length > 0) sessionStorage.setItem(LIST, JSON.stringify(paths))
  } catch {
    // Without a memory one goes back to the list.
  }
})

const turn = (by) => {
  const paths = listed()
  const at = paths.indexOf(location.pathname)
  const next = at < 0 ? undefined : paths[at + by]
  if (next) location.href = next
}

const step = (by) => {
  const rows = all('[data-row]')
  if (rows.length === 0) return turn(by)
  const at = rows.indexOf(here())
  const next = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))
  linkOf(rows[next] ?? document.body)?.focus()
}

const chosen = () => {
  const ticked = all('[data-row] input:checked').map(({ value }) => value)
  const row = here()?.dataset.row
  return ticked.length > 0 ? ticked : row ? [row] : []
}

const goTo = (target) => {
  if (target.matches('a, summary')) target.click()
  else target.focus()
}

const decide = (way) => {
  const ids = chosen()
  if (ids.length > 0)
    location.href = `/held/together?${new URLSearchParams([...ids.map((id) => ['id', id]), ['way', way]])}`
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  x: () => here()?.querySelector('input[type="checkbox"]')?.click(),
  r: () => decide('release'),
  t: () => decide('return'),
  '?': () => document.getElementById('keys')?.showModal(),
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || memory.get()) return
  if (isTyping(event.target) || document.querySelector('dialog[open]')) return
  const target = all('[data-key]').find(({ dataset }) => dataset.key === event.key)
  if (!target && !Object.hasOwn(KEYS, event.key)) return
  event.preventDefault()
  if (target) goTo(target)
  else KEYS[event.key]()
})

for (const button of all('[data-opens]')) {
  button.hidden = false
  button.addEventListener('click', () => document.getElementById(button.dataset.opens)?.showModal())
}
for (const button of all('[data-keys-on]')) {
  button.ariaPressed = String(!memory.get())
  button.addEventListener('click', () => {
    memory.set(!memory.get())
    button.ariaPressed = String(!memory.get())
  })
}

/* The way back */

const watchTime = (root) => {
  for (const one of root.querySelectorAll('[data-left]'))
    setTimeout(() => {
      if (one.contains(document.activeElement)) document.getElementById('content')?.focus()
      one.remove()
    }, Number(one.dataset.left))
}
watchTime(document)

/* A list that renews itself */

const isBusy = (live) =>
  live.querySelector('input:checked') !== null ||
  document.querySelector('dialog[open]') !== null ||
  getSelection()?.type === 'Range'

const say = (words) => {
  for (const one of all('[data-renewed]')) one.textContent = words ? one.dataset.renewed : ''
}

/** The line that had the focus keeps it, if it is still there. */
const swap = (live, fresh) => {
  const row = live.contains(document.activeElement) ? here()?.dataset.row : undefined
  live.replaceChildren(...fresh.childNodes)
  live.dataset.version = fresh.dataset.version
  watchTime(live)
  say(true)
  if (row) linkOf(document.querySelector(`[data-row="${CSS.escape(row)}"]`) ?? document.body)?.focus()
}

/** Nobody loses what they ticked: then it is only said that there is something new. */
const renew = async (live) => {
  if (isBusy(live)) {
    for (const one of all('[data-changed]')) one.hidden = false
    return
  }
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } })
  if (!answer.ok || answer.redirected) return
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById(live.id)
  if (fresh && !isBusy(live)) swap(live, fresh)
}

/** Only while somebody looks: a browser opens few connections to one server. */
const listen = (live) => {
  let stream
  const open = () => {
    stream = new EventSource(live.dataset.events)
    stream.addEventListener('list', ({ data }) => {
      if (data !== live.dataset.version) renew(live).catch(() => undefined)
    })
  }
  const look = () => {
    stream?.close()
    if (document.visibilityState === 'visible') open()
  }
  document.addEventListener('visibilitychange', look)
  addEventListener('pagehide', () => stream?.close())
  look()
}
for (const live of all('[data-events]')) listen(live)
