/** Own words, quotes, signatures and disclaimers in mail as real programs write it; HTML as text. */
import { describe, expect, test } from 'vitest'
import { placeAt } from '../../src/message/message.ts'
import { allText, htmlMail, parse, plainMail, textsOf } from './mail.ts'

const REPLY = 'In-Reply-To: <a@b.example>\n'

const alternative = (plain: string, html: string): string =>
  plainMail(
    `--b\nContent-Type: text/plain; charset=utf-8\n\n${plain}\n--b\nContent-Type: text/html; charset=utf-8\n\n${html}\n--b--\n`,
  ).replace('text/plain; charset=utf-8', 'multipart/alternative; boundary=b')

const roles = async (mail: string): Promise<[string, string][]> =>
  (await parse(mail)).texts.filter((text) => text.role !== 'subject').map((text) => [text.role, text.text])

describe('mail of real programs', () => {
  test('a Gmail reply in Dutch, plain and HTML', async () => {
    const plain = `Dag Els,

Lotte mag morgen terug meedoen.

Met vriendelijke groeten,
*Jan Peeters*
Basisschool De Linde
https://delinde.example

Op ma 3 mrt 2025 om 09:15 schreef Els Maes <els.maes@ouder.example
>:

> Beste meester,
> wanneer mag Lotte turnen?
`
    const html = `<div dir="ltr"><div>Dag Els,</div><div><br></div><div>Lotte mag morgen terug meedoen.</div><div><br></div><div>Met vriendelijke groeten,</div><div class="gmail_signature"><b>Jan Peeters</b><br>Basisschool De Linde<br><a href="https://delinde.example">https://delinde.example</a></div></div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">Op ma 3 mrt 2025 om 09:15 schreef Els Maes &lt;<a href="mailto:els.maes@ouder.example">els.maes@ouder.example</a>&gt;:<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px solid rgb(204,204,204)">Beste meester,<br>wanneer mag Lotte turnen?</blockquote></div>`
    const message = await parse(alternative(plain, html))
    expect(textsOf(message, 'own')).toEqual(['Dag Els,\n\nLotte mag morgen terug meedoen.'])
    expect(textsOf(message, 'signature')).toEqual([
      'Met vriendelijke groeten,\n*Jan Peeters*\nBasisschool De Linde\nhttps://delinde.example',
    ])
    expect(textsOf(message, 'quoted')[0]).toMatch(/^Op ma 3 mrt[\s\S]*wanneer mag Lotte turnen\?$/)
    expect([message.language, message.forwarded]).toEqual(['nl', false])
    expect(message.links.map((link) => [link.text, link.href, link.place.in])).toEqual([
      ['https://delinde.example', 'https://delinde.example', 'signature'],
      ['els.maes@ouder.example', 'mailto:els.maes@ouder.example', 'quoted'],
    ])
  })

  test('an Outlook reply in HTML with nested tables', async () => {
    const html = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0}</style><!--[if gte mso 9]><xml><o:PixelsPerInch>96</o:PixelsPerInch></xml><![endif]--></head><body lang="NL-BE"><div class="WordSection1">
<p class="MsoNormal">Dag collega&#8217;s,<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p>
<table class="MsoTableGrid" border="1"><tr><td width="50"><p class="MsoNormal"><b>Naam</b></p></td><td><p class="MsoNormal"><b>Punten</b></p></td></tr>
<tr><td><p class="MsoNormal">Lotte Maes</p></td><td><table><tr><td><p>14</p></td><td><p>15</p></td></tr></table></td></tr></table>
<p class="MsoNormal">Met vriendelijke groet<o:p></o:p></p><p class="MsoNormal">An De Smet<br>Zorgco&ouml;rdinator</p>
<p class="MsoNormal">Dit e-mailbericht is uitsluitend bestemd voor de geadresseerde. Het kan vertrouwelijke informatie bevatten.</p>
<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class="MsoNormal"><b>Van:</b> Els Maes &lt;els@ouder.example&gt; <br><b>Verzonden:</b> maandag 3 maart 2025 9:15<br><b>Aan:</b> An De Smet &lt;an@school.example&gt;<br><b>Onderwerp:</b> punten</p></div></div>
<p class="MsoNormal">Mag ik de punten van Lotte?</p><p>Met vriendelijke groet<br>Els</p></div></body></html>`
    expect(await roles(htmlMail(html, REPLY))).toEqual([
      ['own', 'Dag collega’s,\n\nNaam\tPunten\nLotte Maes\t14\t15'],
      ['signature', 'Met vriendelijke groet\nAn De Smet\nZorgcoördinator'],
      [
        'disclaimer',
        'Dit e-mailbericht is uitsluitend bestemd voor de geadresseerde. Het kan vertrouwelijke informatie bevatten.',
      ],
      [
        'quoted',
        'Van: Els Maes <els@ouder.example>\nVerzonden: maandag 3 maart 2025 9:15\nAan: An De Smet <an@school.example>\nOnderwerp: punten\nMag ik de punten van Lotte?\nMet vriendelijke groet\nEls',
      ],
    ])
  })

  test('an Apple forward', async () => {
    const mail = plainMail(`Ter info.

Verstuurd vanaf mijn iPhone

Begin doorgestuurd bericht:

> Van: Els Maes <els@ouder.example>
> Datum: 3 maart 2025 om 09:15:00 CET
> Aan: jan@school.example
> Onderwerp: vraag
>
> Mag Lotte thuisblijven?
`)
    expect((await parse(mail)).forwarded).toBe(true)
    expect((await roles(mail)).map(([role, text]) => [role, text.split('\n')[0]])).toEqual([
      ['own', 'Ter info.'],
      ['signature', 'Verstuurd vanaf mijn iPhone'],
      ['quoted', 'Begin doorgestuurd bericht:'],
    ])
  })

  test('a French Outlook reply with no-break spaces and a wrapped recipient line', async () => {
    const mail = plainMail(
      `Bonjour madame,

Noé sera présent demain à la réunion avec son institutrice.

Cordialement,
Marie Dubois
École des Tilleuls

De\u00a0: Anne Petit <anne@parent.example>
Envoyé\u202f: lundi 3 mars 2025 09:15
À\u00a0: Marie Dubois <marie@ecole.example>;
 Jean <jean@ecole.example>
Objet\u00a0: réunion

Est-ce que Noé doit venir ?
`,
      REPLY,
    )
    const message = await parse(mail)
    expect(message.language).toBe('fr')
    expect(await roles(mail)).toEqual([
      ['own', 'Bonjour madame,\n\nNoé sera présent demain à la réunion avec son institutrice.'],
      ['signature', 'Cordialement,\nMarie Dubois\nÉcole des Tilleuls'],
      ['quoted', expect.stringMatching(/^De\u00a0: Anne[\s\S]*doit venir \?$/)],
    ])
  })

  test('a Thunderbird reply with answers between the quotes, flowed', async () => {
    const mail = plainMail(`Op 03-03-2025 om 09:15 schreef Els Maes:
> Komt Lotte morgen? 
> Zij was ziek.
Ja, zij 
komt.
> En Bram?
Bram niet.
-- 
Jan Peeters 
`).replace('charset=utf-8', 'charset=utf-8; format=flowed')
    expect(await roles(mail)).toEqual([
      ['quoted', 'Op 03-03-2025 om 09:15 schreef Els Maes:\n> Komt Lotte morgen? Zij was ziek.'],
      ['own', 'Ja, zij komt.'],
      ['quoted', '> En Bram?'],
      ['own', 'Bram niet.'],
      ['signature', '--\nJan Peeters'.replace('--', '-- ')],
    ])
  })

  test("Gmail: an answer typed inside the quote is the sender's own", async () => {
    const html = `<div>Zie onder.</div><div class="gmail_quote"><div class="gmail_attr">Op ma 3 mrt 2025 om 09:15 schreef Els &lt;els@x.example&gt;:</div><blockquote class="gmail_quote">Komt hij?</blockquote><div>Ja, hij komt.</div><blockquote class="gmail_quote">En zij?</blockquote></div>`
    expect((await roles(htmlMail(html))).map(([role]) => role)).toEqual(['own', 'quoted', 'own', 'quoted'])
  })
})

describe('where own words end', () => {
  const behind = (text: string) => `Dag An,\n\nZie bijlage.\n\n${text}\n`
  test.each([
    '-----Oorspronkelijk bericht-----',
    '-----Original Message-----',
    "-----Message d'origine-----",
    '---------- Forwarded message ---------',
    '-------- Doorgestuurd bericht --------',
    '-------- Message transféré --------',
    'Début du message réexpédié :',
    'Begin forwarded message:',
    'Le lun. 3 mars 2025 à 09:15, An <a@x.example> a écrit :',
    'Op 3 mrt. 2025 om 09:15 heeft An <a@x.example> het volgende geschreven:',
    'On Mon, 3 Mar 2025 at 09:15, An <a@x.example> wrote:',
    '________________________________\nVan: An\nVerzonden: maandag\nAan: Jan\nOnderwerp: x',
    '*From:* An\n*Sent:* Monday\n*To:* Jan\n*Subject:* x',
  ])('quoted from: %s', async (line) => {
    expect((await roles(plainMail(behind(`${line}\n\nLotte is ziek.`)))).map(([role]) => role)).toEqual([
      'own',
      'quoted',
    ])
  })

  test.each([
    'Met vriendelijke groet',
    'Mvg,',
    'MVG',
    'Vr. gr.',
    'Hartelijke groeten,',
    'Groetjes Jan',
    'Met de meeste hoogachting,',
    'Cordialement,',
    'Bien à vous,',
    'Kind regards,',
    '--',
    'Met vriendelijke groeten, juf An',
    'Hoogachtend',
  ])('signature from: %s', async (line) => {
    expect((await roles(plainMail(behind(`${line}\nJan Peeters`)))).map(([role]) => role)).toEqual(['own', 'signature'])
  })

  test.each([
    'Groetjes aan je mama en papa',
    'Op de toets van 3 maart schreef hij dit:\nniets.',
    'Van: zie boven',
    'Beste ouders',
    'Mvgd',
    'Op maandag schreef Lotte een verhaal over de zee:\neen mooi verhaal',
  ])('still own: %s', async (line) => {
    expect((await roles(plainMail(behind(line)))).map(([role]) => role)).toEqual(['own'])
  })

  test('a memo that opens with Van, Aan, Betreft is own; the same in a reply is quoted', async () => {
    const memo = 'Van: directie\nAan: ouders\nDatum: 3 maart\nBetreft: uitstap\n\nWe gaan naar zee.\n'
    expect((await roles(plainMail(memo)))[0]?.[0]).toBe('own')
    expect((await roles(plainMail(memo, REPLY)))[0]?.[0]).toBe('quoted')
  })

  test('words behind a signature are own again, nothing is lost', async () => {
    const long = 'Ik vergat nog te zeggen dat Lotte sinds vorige week elke dag bij de\npsycholoog gaat.'
    expect(await roles(plainMail(behind(`Groeten,\nJan\n\n${long}\n`)))).toEqual([
      ['own', 'Dag An,\n\nZie bijlage.'],
      ['signature', 'Groeten,\nJan'],
      ['own', long],
    ])
    expect((await roles(plainMail(behind('Groeten,\nJan\n\nPS: code 4711'))))[2]).toEqual(['own', 'PS: code 4711'])
    const many = Array.from({ length: 20 }, (_, i) => `Regel ${i}`).join('\n')
    const rest = await roles(plainMail(behind(`Groeten,\n${many}`)))
    expect([rest[1]?.[1].split('\n').length, rest[2]?.[0]]).toEqual([12, 'own'])
  })

  test('"vertrouwelijk" in the first words is no disclaimer', async () => {
    expect((await roles(plainMail('Dit bericht is vertrouwelijk: Lotte is ziek.\n')))[0]?.[0]).toBe('own')
  })

  test('a wrapped disclaimer ends where the sender speaks again', async () => {
    const disclaimer = 'Dit e-mailbericht en de bijlagen zijn\nuitsluitend bestemd voor de geadresseerde.'
    expect((await roles(plainMail(behind(`Groeten,\nJan\n\n${disclaimer}\n\nDe code is 4711.`)))).slice(1)).toEqual([
      ['signature', 'Groeten,\nJan'],
      ['disclaimer', disclaimer],
      ['own', 'De code is 4711.'],
    ])
  })

  test('lines are counted in the decoded body', async () => {
    const text = (await parse(plainMail('een\n\ndrie\nvier\n'))).texts[1]!
    expect([placeAt(text, 0), placeAt(text, text.text.indexOf('vier'))]).toEqual([
      { in: 'text', line: 1 },
      { in: 'text', line: 4 },
    ])
  })
})

describe('HTML', () => {
  test.each([
    ['<span style="display:none">geheim</span>'],
    ['<span style="DISPLAY : none !important">geheim</span>'],
    ['<div style="font-size:0">geheim</div>'],
    ['<p style="visibility:hidden">geheim</p>'],
    ['<font color="#FFFFFF">geheim</font>'],
    ['<span style="color:white">geheim</span>'],
    ['<div hidden>geheim</div>'],
    ['<title>geheim</title>'],
    ['<!--[if mso]><p>geheim</p><![endif]-->'],
    ['<input type="hidden" value="geheim">'],
  ])('hidden: %s', async (html) => {
    const message = await parse(htmlMail(`<p>hallo</p>${html}`))
    expect(message.texts.slice(1).map((text) => [text.text, text.place.hidden])).toEqual([
      ['hallo', undefined],
      ['geheim', true],
    ])
  })

  test.each([
    ['<table bgcolor="#003366"><tr><td><font color="white">wit</font></td></tr></table>'],
    ['<div style="background-color:#036"><span style="color:#fff">wit</span></div>'],
    ['<td style="font-size:0"><p style="font-size:14px">wit</p></td>'],
  ])('not hidden: %s', async (html) => {
    expect((await parse(htmlMail(html))).texts[1]).toMatchObject({ text: 'wit', place: { in: 'text', line: 1 } })
  })

  test.each([
    ['entities and split tags', 'wacht<b>wo</b>ord:&nbsp;Zom&eacute;r&#x32;4', 'wachtwoord: Zomér24'],
    ['blocks and breaks', '<div>een<div>twee</div></div>drie<br>vier<br><br>vijf', 'een\ntwee\ndrie\nvier\n\nvijf'],
    ['white space', '<p>een\n   twee </p>\n  <p> drie</p>', 'een twee\ndrie'],
    [
      'cells, empty ones too',
      '<table><tr><th>a</th><th></th><th>c</th></tr><tr><td>1</td><td>2</td></tr></table>',
      'a\t\tc\n1\t2',
    ],
    [
      'a row that ends in an empty cell',
      '<table><tr><td>Noor</td><td></td></tr><tr><td>Lars</td><td>ja</td></tr></table>',
      'Noor\nLars\tja',
    ],
    [
      'a row that begins with an empty cell',
      '<table><tr><td>Noor</td><td>ja</td></tr><tr><td></td><td>nee</td></tr><tr><td><p></p></td><td></td><td><p>x</p></td></tr></table>',
      'Noor\tja\n\tnee\n\t\tx',
    ],
    [
      'empty cells with a paragraph in each, and an empty row',
      '<table><tr><td><p>Noor</p></td><td><p>&nbsp;</p></td></tr><tr><td></td><td></td></tr><tr><td><p>Lars</p></td><td><p></p></td></tr></table>na',
      'Noor\nLars\nna',
    ],
    [
      'a table in a cell, its last cell empty',
      '<table><tr><td>a</td><td><table><tr><td>b</td><td></td></tr><tr><td>c</td></tr></table></td></tr><tr><td>d</td></tr></table>',
      'a\tb\nc\nd',
    ],
    ['pictures say their text', 'zie <img alt="foto van Lotte" src="cid:x"> hier', 'zie foto van Lotte hier'],
    ['preformatted', '<pre>een\n  twee</pre>', 'een\n  twee'],
    ['no scripts, styles, comments', '<style>x</style><script>y</script><!-- z -->hallo', 'hallo'],
    ['broken tags', '<p>een<b>twee</p>drie</i><', 'eentwee\ndrie<'],
  ])('%s', async (_, html, text) => {
    expect(textsOf(await parse(htmlMail(html)), 'own')).toEqual([text])
  })

  test('links keep what is shown and where they go', async () => {
    const { links } = await parse(
      htmlMail('<p>x</p><a href=" https://kwaad.exa\nmple/a "><b>https://</b>goed.example</a><a href="#top">op</a>'),
    )
    expect(links).toEqual([
      { text: 'https://goed.example', href: 'https://kwaad.example/a', place: { in: 'text', line: 2 } },
    ])
  })

  test('the same words stand once; other words both', async () => {
    expect(textsOf(await parse(alternative('Hallo, *An*!\n', '<p>Hallo, <b>An</b>!</p>')), 'own')).toHaveLength(1)
    expect(textsOf(await parse(alternative('Hallo\n', '<p>Hallo geheim</p>')), 'own')).toEqual([
      'Hallo',
      'Hallo geheim',
    ])
    expect(textsOf(await parse(alternative('a\nb\n', '<table><tr><td>a</td><td>b</td></tr></table>')), 'own')).toEqual([
      'a\tb',
    ])
  })

  test('tags nested without end are read, and told', async () => {
    const message = await parse(htmlMail(`${'<div>'.repeat(20_000)}het geheim`))
    expect([allText(message).includes('het geheim'), message.unread[0]?.reason]).toEqual([true, 'limit'])
  })
})

describe('language', () => {
  test.each([
    ['Kunnen jullie morgen het boek van de bibliotheek meebrengen naar de klas?', 'nl'],
    ['Pourriez-vous apporter demain le livre de la bibliothèque en classe ?', 'fr'],
    ['Could you please bring the library book to the classroom tomorrow morning?', 'en'],
    ['ok', 'nl'],
  ])('%s', async (text, language) => {
    expect((await parse(plainMail(text))).language).toBe(language)
  })
})
