/** Domains where anybody can have a mail account. Most parents do, and so do the private accounts of staff. */

const WORLD = `gmail.com googlemail.com hotmail.com hotmail.be hotmail.nl hotmail.fr outlook.com outlook.be outlook.fr
  live.com live.be live.nl live.fr msn.com icloud.com me.com mac.com ymail.com rocketmail.com aol.com mail.com email.com
  proton.me protonmail.com pm.me tutanota.com tuta.io tuta.com fastmail.com hey.com mail.ru inbox.ru bk.ru mailbox.org
  posteo.net web.de t-online.de wp.pl o2.pl onet.pl interia.pl`
const BELGIUM = `telenet.be skynet.be proximus.be belgacom.net pandora.be scarlet.be voo.be brutele.be base.be orange.be
  edpnet.be mobistarmail.be tiscali.be advalvas.be versateladsl.be dommel.be euphonynet.be win.be swing.be teledisnet.be`
const NETHERLANDS = `ziggo.nl kpnmail.nl kpnplanet.nl planet.nl hetnet.nl xs4all.nl home.nl casema.nl chello.nl upcmail.nl
  quicknet.nl zeelandnet.nl caiway.nl caiway.net solcon.nl online.nl tele2.nl versatel.nl zonnet.nl wanadoo.nl tiscali.nl
  freeler.nl telfort.nl multiweb.nl kabelfoon.nl concepts.nl delta.nl wxs.nl filternet.nl hccnet.nl dds.nl 12move.nl
  t-mobilethuis.nl odido.nl`
const FRANCE = 'orange.fr wanadoo.fr free.fr sfr.fr laposte.net bbox.fr neuf.fr'

const DOMAINS = new Set([WORLD, BELGIUM, NETHERLANDS, FRANCE].flatMap((list) => list.split(/\s+/)))

// These brands hand out accounts under many country endings.
const BRANDS = new Set(['yahoo', 'gmx', 'zoho', 'yandex'])

export const isFreeMail = (domain: string): boolean => {
  if (DOMAINS.has(domain)) return true
  const labels = domain.split('.')
  return labels.length <= 3 && BRANDS.has(labels[0]!)
}
