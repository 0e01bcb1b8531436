/** Words without which nothing is told of a secret in one of the ways that need a closer look. */
import { hintsFor } from './hints.ts'

export const SECRET_HINTS = hintsFor({
  /** A mark of a key, or a name of a setting (secret-tokens.ts). */
  mark: /^(?:wifi|sshpass|mysql\w*|psql|mongo\w*|7z|curl|wget|net|smbclient|plink|bitlocker|herstelsleutel|recovery)$|(?:^|')(?:github|gh[ops]|glpat|xox[abeprs]|gocspx|sk|sg|npm|sv|hooks|accountkey)$|a[ks]ia[\da-z]{16}|aiza|eyj|(?:private|api|secret|token|password|passwd|pwd|basic|bearer)$|apikey|secretkey|^(?:pass|key)$/,
  /** Signs told one by one, a pattern that is drawn, pictures in a row (secret-values.ts). */
  told: /(?:grote|hoofdletter|kleine|uscule|grande?|petite?|capital|case|big|small|eerst|abord)$|hoeken|coins|corners|teken|trek|veeg|swipe|dessin|draw|patroon|schema|bolletjes|links|rechts|haut|^.$/u,
  /** Keys counted: "vier keer de 7". */
  timed:
    /(?:keer|maal|x|fois|times|dubbele?|double|triple)$|^(?:nullen|nulletjes|eenen|eentjes|tweeen|drieen|vieren|vijven|zessen|zevens|acht(?:en|jes)|negens|zeroe?s|ones|\d'?en)/,
  /** Figures in words. */
  figure:
    /^(?:nul|een|twee|drie|vier|vijf|zes|zeven|acht|negen|zero|deux|trois|quatre|cinq|six|sept|huit|neuf|one|two|three|four|five|seven|eight|nine|\d)/,
  /** A question by which who lost a password is known, and a lock that is turned (secret-recovery.ts). */
  recovery:
    /(?:herstel|veiligheids|beveiligings|controle|geheime?)vra[ag]|geheim|secrete?|question|huisdier|meisjesnaam|geboorteplaats|geboren|opgroei|lieveling|favoriet|animal|maiden|birthplace|jeune/,
  /** What stays as it was (secret-answers.ts). */
  changed: /zelfde$|^(?:idem|onveranderd|nog|zoals|meme|same|before|unchanged)$/,
  lock: /kluis|brandkast|cijferslot|draaislot|safe|vault|dial|coffre|cadenas|^(?:ge)?draai(?:t|en)?$|^tourne[rsz]?$|^turn$/,
})

export const MARK = SECRET_HINTS.bitOf('mark')
export const TOLD = SECRET_HINTS.bitOf('told')
export const TIMED = SECRET_HINTS.bitOf('timed')
export const FIGURE = SECRET_HINTS.bitOf('figure')
export const RECOVERY = SECRET_HINTS.bitOf('recovery')
export const CHANGED = SECRET_HINTS.bitOf('changed')
export const LOCK = SECRET_HINTS.bitOf('lock')
