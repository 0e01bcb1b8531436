/** Private addresses of staff given as keyed hashes, so that a school need not hand them over. */
import { createHmac } from 'node:crypto'

const MARK = 'hmac-sha256:'

export const isHashed = (address: string): boolean => address.startsWith(MARK)

export const isHash = (address: string): boolean => /^hmac-sha256:[0-9a-f]{64}$/i.test(address)

/** The form in which a directory file may carry a private address. */
export const hashAddress = (address: string, key: string): string =>
  MARK + createHmac('sha256', key).update(address.trim().toLowerCase()).digest('hex')
