/** A file that stood inside a text. `type`: where what carried it said so. */
export type EmbeddedFile = Readonly<{ name: string; bytes: Buffer; type?: string; inline?: boolean }>
