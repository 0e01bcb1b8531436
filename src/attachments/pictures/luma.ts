/** The brightness of a colour, as letters are told from paper by it (ITU-R BT.601, in 256ths). */
export const luma = (red: number, green: number, blue: number): number => (red * 77 + green * 151 + blue * 28) >> 8
