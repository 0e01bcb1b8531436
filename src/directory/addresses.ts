/** Addresses as the directory compares them: one form for all spellings that reach the same mailbox. */

export type Split = Readonly<{ local: string; domain: string }>

export const splitAddress = (address: string): Split => {
  const at = address.lastIndexOf('@')
  return at < 0 ? { local: address, domain: '' } : { local: address.slice(0, at), domain: address.slice(at + 1) }
}

export const lower = (address: string): string => address.trim().toLowerCase()

/** Sub-addressing (RFC 5233): jan+school@ and jan@ are one mailbox. */
export const withoutTag = (local: string): string => {
  const plus = local.indexOf('+')
  return plus > 0 ? local.slice(0, plus) : local
}

/** Lower case, without tag; Google reads neither dots nor the older of its two domains. */
export const canonical = (address: string): string => {
  const { local, domain } = splitAddress(lower(address))
  const box = withoutTag(local)
  if (domain === 'gmail.com' || domain === 'googlemail.com') return `${box.replaceAll('.', '')}@gmail.com`
  return `${box}@${domain}`
}

/** The domain itself and every domain above it: a.b.example, b.example, example. */
export const withParents = (domain: string): string[] => {
  const labels = domain.split('.')
  return labels.map((_, index) => labels.slice(index).join('.'))
}

const DOMAIN = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62}\.)+[\p{L}\p{N}][\p{L}\p{N}-]{0,62}$/u
const LOCAL = /^[^\s@<>()[\],;:"\\]{1,64}$/u

export const isDomain = (text: string): boolean => text.length <= 253 && DOMAIN.test(text)

export const isAddress = (text: string): boolean => {
  const { local, domain } = splitAddress(text)
  return LOCAL.test(local) && isDomain(domain)
}
