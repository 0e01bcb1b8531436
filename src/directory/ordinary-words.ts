/** Names that are ordinary words too, so that they say little unless a capital, a class or a rarer name stands beside them. */

/** Alone, without class or last name, these say little about a pupil. */
export const ORDINARY_FIRST_NAMES: ReadonlySet<string> = new Set(
  `roos lente storm mei bloem sterre ster wolf jan mark noor noord ben bas bo jet an lot lotte hoop vos beer merel zwaan
  duif leeuw tijger hert raaf kraai havik valk linde eik rozemarijn laurier jasmijn iris viool lelie madelief margriet
  dahlia fleur aurora luna sol sky river zee maan zon zonne juni juli april augustus winter zomer herfst dag rein
  vrede blij vreugde joy grace faith hope love storme wolk regen wind vuur rots steen berg dal veld max per tom tim
  kim kit pim pip sam stan rob bob art will bill pat sue ties wies guus rik rick dirk mees meer lief liefde goud
  parel robijn ruby jade amber saffier kaat katje poes faas haas bram pien puck prins koning vorst baron marc
  marin maart paas noel victor vic viktor mo ali els elf lars mats june may dawn eve summer autumn bloom heel door`.split(
    /\s+/,
  ),
)

/** With these a full name without capitals may be no name at all: "mark de haan", "een roos de bakker". */
export const ORDINARY_LAST_NAMES: ReadonlySet<string> = new Set(
  `boer bakker bos vos wit zwart groot grote klein kleine lange jong jonge oude koning prins wolf haan haas mulder visser kok
  smid schipper kuiper timmerman dekker post berg dam molen veld graaf bruin rode roos bloem brug kamp kerk meester winter
  zomer snel sterk stam stroom duin heide leeuw hond kat vogel vis brood appel peer kroon engel`.split(/\s+/),
)
