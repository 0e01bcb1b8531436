/** Words without which nothing is asked in one of the ways that need a closer look. */
import { hintsFor } from './hints.ts'

/** Between other letters they are part of another word: "me" in "mes". */
const apart = (words: string): RegExp => new RegExp(`(?<![a-z])(?:${words})(?![a-z])`)

/** The first ones bear the names of the signs that they are for (request-evidence.ts). */
export const REQUEST_HINTS = hintsFor({
  which: apart('wat|wa|welke?|waarmee|hoe|wie|quel|quels|quelles?|lequel|laquelle|comment|qui|what|which|how|who'),
  wherewith: apart('waarmee|wat|welke?|quoi|quel|what|que'),
  you: apart('je|jij|jou|jouw|u|uw|ge|gij|jullie|tu|ton|ta|vous|votre|vos|you|your'),
  your: /wachtwoord|paswoord|inlog|login|code|pin|account|gegevens|naam|cijfer|mot|compte|identifiant|password|details/,
  me: /(?<![a-z])(?:mij|me|m|ons|moi|nous|us)(?![a-z])|m'/,
  'I need': /nodig|ontbreekt|ontbreken|besoin|faut|need/,
  'I cannot': /nie|kwijt|vergeten|can't|oublie|perdu|(?<![a-z])sta(?![a-z])/,
  again: apart('alweer|weer|terug|again|encore|deja|nog'),
  order: apart(
    'stuur|mail|app|sms|geef|zeg|bezorg|laat|schrijf|noteer|vul|zet|tik|meld|antwoord|lees|noem.?|vertel|fluister|envoie|envoyez|donne|donnez|dis|dites|ecris|ecrivez|repond.*|notez|send|text|tell|give|reply|read|write',
  ),
  reply: /kerende|retour|antwoord|reply|terug|hieronder|dessous|below/,
  'by text': /sms|gsm|tekstbericht|berichtje|texto|affiche|message|phone|telefoon|scherm/,
  'as you': /(?<![a-z])(?:als|as)(?![a-z])|naam|account|plaats|connecterai|place/,
  'in place': apart('plaats|naam|account|vanop|profiel|dan|then|zodat|opdat|pour|so'),
  polite: apart(
    'graag|gelieve|aub|alsjeblieft|alstublieft|please|pls|svp|stp|merci|veuillez|wil|zou|kan|kun|kunt|could|can|pourr.*|peux|mag|mogen',
  ),
  /** Log-in data without the word (request-paraphrase.ts). */
  paraphrase:
    /inlog|aanmeld|wi-?fi|online|slot|laptop|puntenboek|computer|account|tablet|binnen|geheim|toegangswoord|secret|sms|tekstbericht|text|session|ouvr|verrouill/,
  /** What is filled in, or stands on a slip of paper (password-request.ts). */
  filled: /briefje|post|gele|vakjes|velden|gegevens|boxes|champs|blaadje/,
})
