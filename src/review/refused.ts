/** Why an action was refused, in words for the person who tried. */
export class Refused extends Error {}
