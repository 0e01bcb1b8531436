/** The languages of the house: what notices, explanations and the console speak, and what the words of a message are told from. */
export const LANGUAGES = ['nl', 'fr', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

/** One sentence in each of them. Flemish and Netherlands Dutch share `nl`. */
export type Said = Readonly<Record<Language, string>>
