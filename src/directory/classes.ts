/** Class names as they are compared: 3B, 3 b, klas 3B and L3B are one class; so are groep 5 and 5. */
import { fold } from '../message/message.ts'

/** Words before a class code that say only that a class follows. */
export const CLASS_WORDS: readonly string[] = ['klas', 'groep', 'gr', 'leerjaar', 'classe']

export const normaliseClass = (written: string): string => {
  const plain = fold(written).replace(/[^a-z0-9]+/g, '')
  return plain.replace(/^(?:klas|groep|gr|leerjaar|classe|l)(?=\d)/, '').replace(/^(?:klas|de|het)(?=[a-z]{4})/, '')
}
