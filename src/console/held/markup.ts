/** The HTML of a message as a mail program reads it: what our own reading of it has turned into words already. */

/** '' when there is none, or when nobody can tell what is one. */
export const markupOf = async (raw: Buffer): Promise<string> => {
  const { default: PostalMime } = await import('postal-mime')
  try {
    return (await PostalMime.parse(raw, { forceRfc822Attachments: true })).html ?? ''
  } catch {
    return ''
  }
}
