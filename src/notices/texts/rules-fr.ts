/** The rules in French (plain, vous): what is the matter, why it matters, what to do. */
import type { RuleTexts } from './catalogue.ts'

export const RULES_FR: RuleTexts = {
  'group-address-visible': {
    title: 'Une adresse de groupe est visible dans À ou Cc',
    why: 'Chaque destinataire voit alors l’adresse du groupe et peut écrire à tout le groupe en un clic.',
    steps: [
      'Déplacez {addresses} de À ou Cc vers Cci (copie cachée).',
      'Le champ À reste vide ? Mettez-y votre propre adresse.',
    ],
    tip: 'Mettez toujours une adresse de groupe en Cci, et votre propre adresse dans À.',
  },
  'mass-recipients-visible': {
    title: 'Des personnes extérieures à l’école voient les adresses des autres',
    why: 'Une adresse e-mail est une donnée personnelle. Tout le monde ne souhaite pas la montrer.',
    steps: [
      'Mettez toutes les personnes extérieures à l’école en Cci (copie cachée).',
      'Mettez votre propre adresse dans À.',
    ],
    tip: 'Vous écrivez à plusieurs personnes ? Mettez-les en Cci, et votre propre adresse dans À.',
  },
  'unexpected-recipient': {
    title: 'Il y a peut-être un mauvais destinataire',
    why: 'Une seule adresse erronée, et votre message arrive chez quelqu’un d’autre.',
    steps: ['Vérifiez bien l’adresse ci-dessus.', 'Elle est de trop ? Retirez-la.'],
    tip: 'Avant d’envoyer, relisez les adresses. Votre messagerie en complète parfois une mauvaise.',
  },
  password: {
    title: 'Le message contient un mot de passe ou un code d’accès',
    why: 'Un e-mail se conserve longtemps et se transfère facilement. Qui le lit peut entrer.',
    steps: [
      'Retirez le mot de passe ou le code de votre message et donnez-le de vive voix ou par téléphone.',
      'Vous l’avez déjà envoyé par e-mail ? Changez-le.',
    ],
    tip: 'Donnez un mot de passe ou un code de vive voix ou par téléphone. Changez celui que vous venez d’envoyer.',
  },
  'password-request': {
    title: 'Le message demande un mot de passe ou un code',
    why: 'Les escrocs font de même. Si l’école ne le demande jamais, chacun reconnaît un faux message.',
    steps: [
      'Retirez cette demande de votre message.',
      'Quelqu’un ne peut pas se connecter ? Le coordinateur TIC peut définir un nouveau mot de passe.',
    ],
    tip: 'Ne demandez jamais de mot de passe ou de code. Le coordinateur TIC peut en définir un nouveau.',
  },
  'sensitive-pupil-data': {
    title: 'Le message contient des informations sensibles sur un élève',
    why: 'Un e-mail peut arriver chez la mauvaise personne. Dans {pupilSystem}, seules les personnes concernées voient l’information.',
    steps: [
      'Notez l’information dans {pupilSystem}.',
      'Renvoyez-y dans votre message, sans nom ni détails. Vous pouvez aussi téléphoner.',
    ],
    tip: 'Notez les informations sensibles dans {pupilSystem} et renvoyez-y dans votre message, sans nom ni détails.',
  },
  'sensitive-in-reply': {
    title: 'Le message précédent, sous le texte, contient des informations sensibles sur un élève',
    why: 'Ce que l’on vous a écrit voyage avec votre réponse ou votre transfert.',
    steps: [
      'Supprimez le message précédent sous votre propre texte.',
      'Notez l’information dans {pupilSystem} et supprimez les e-mails qui la contiennent.',
    ],
    tip: 'Supprimez le message précédent sous votre réponse. Notez l’information dans {pupilSystem} et supprimez les e-mails.',
  },
  'private-account': {
    title: 'Une adresse privée est utilisée pour l’école',
    why: 'L’école ne peut pas protéger ce qui se trouve sur une adresse privée.',
    steps: [
      'Utilisez uniquement des adresses scolaires : comme expéditeur, comme adresse de réponse, et pour écrire à un collègue ou à vous-même.',
      'Vous continuez à la maison ? Connectez-vous avec votre compte scolaire.',
    ],
    tip: 'Pour l’école, utilisez uniquement des adresses scolaires, aussi comme adresse de réponse. À la maison, connectez-vous avec votre compte scolaire.',
  },
  'private-address-disclosed': {
    title: 'Le message donne une adresse ou un numéro privé d’un collègue',
    why: 'Qui le reçoit peut le transmettre. C’est à votre collègue d’en décider.',
    steps: [
      'Remplacez-le par l’adresse ou le numéro de l’école.',
      'Le numéro privé est vraiment nécessaire ? Laissez votre collègue le donner.',
    ],
    tip: 'Donnez l’adresse ou le numéro de l’école. Votre collègue donne lui-même ses coordonnées privées.',
  },
  'send-as': {
    title: 'Le message part avec l’adresse de quelqu’un d’autre',
    why: 'Le destinataire doit pouvoir voir qui écrit.',
    steps: [
      'Choisissez votre propre adresse scolaire comme expéditeur.',
      'Vous travaillez aussi avec cette adresse ? Demandez l’accès au coordinateur TIC.',
    ],
    tip: 'Choisissez votre propre adresse scolaire, ou demandez l’accès à cette adresse au coordinateur TIC.',
  },
  'anonymous-sender': {
    title: 'On ne voit pas clairement qui écrit ce message',
    why: 'Le destinataire doit savoir qui vous êtes et quel est votre rôle à l’école.',
    steps: [
      'Mettez votre prénom, votre nom et votre fonction sous votre message.',
      'Indiquez votre propre nom comme expéditeur.',
    ],
    tip: 'Utilisez votre propre nom comme expéditeur et indiquez votre fonction sous votre message.',
  },
  'prohibited-content': {
    title: 'Une partie du texte peut blesser, menacer ou choquer',
    why: 'Par écrit, une phrase paraît souvent plus dure que prévu, et elle reste.',
    steps: [
      'Relisez votre message à tête reposée et reformulez cette phrase.',
      'Il s’est passé quelque chose ? Un appel ou une conversation aide souvent mieux.',
    ],
    tip: 'Vous êtes en colère ou sous le choc ? Laissez reposer votre message avant de l’envoyer.',
  },
  'dangerous-attachment': {
    title: 'Une pièce jointe peut infecter un ordinateur',
    why: 'Les attaques contre les écoles se font avec ce genre de fichiers.',
    steps: [
      'Envoyez le document en PDF, ou enregistrez-le à nouveau sans macros.',
      'Vous ne connaissez pas ce fichier ? Ne l’ouvrez pas et appelez le coordinateur TIC.',
    ],
    tip: 'Envoyez les documents en PDF. Vous ne connaissez pas le fichier ? Appelez le coordinateur TIC.',
  },
  'deceptive-link': {
    title: 'Un lien mène à un autre site que celui qui est affiché',
    why: 'Les faux messages fonctionnent ainsi. Le destinataire ne voit pas la différence.',
    steps: [
      'Vérifiez où mène le lien et mettez la bonne adresse dans votre message.',
      'Vous ne connaissez pas ce lien ? Ne cliquez pas et appelez le coordinateur TIC.',
    ],
    tip: 'Vérifiez que le texte d’un lien et sa vraie adresse nomment le même site.',
  },
  uninspectable: {
    title: 'Nous ne pouvons pas vérifier une partie du message',
    why: 'Nous ne pouvons pas ouvrir un fichier protégé par un mot de passe ou endommagé. Nous ne savons donc pas ce qu’il contient.',
    steps: [
      'Il ne contient rien de sensible ? Envoyez le fichier sans mot de passe, ou enregistrez-le à nouveau en PDF.',
      'Il contient des données sensibles ? Mettez-le dans {pupilSystem} ou dans un dossier protégé de l’école. Envoyez seulement le lien et donnez le mot de passe par téléphone ou par SMS.',
    ],
    tip: 'Mettez un fichier protégé dans un dossier protégé de l’école. Envoyez seulement le lien et donnez le mot de passe par téléphone ou par SMS.',
  },
  'contact-data': {
    title: 'Le message contient une liste de données privées de plusieurs personnes',
    why: 'Les numéros et adresses d’élèves, de parents ou de collègues ne se transmettent pas sans raison.',
    steps: [
      'Retirez la liste de votre message ou de la pièce jointe.',
      'Un seul numéro ou une seule adresse suffit ? Envoyez seulement cela.',
    ],
    tip: 'N’envoyez pas de listes de données privées. Envoyez seulement ce dont le destinataire a besoin.',
  },
  'pupil-photo': {
    title: 'On voit des élèves en photo ou en vidéo, et nous ne savons pas si c’est permis',
    why: 'Les images d’élèves se partagent uniquement avec l’accord des parents ou de l’élève.',
    steps: [
      'Vérifiez que chaque élève a donné son accord. Sinon, retirez l’image.',
      'L’accord existe ? Écrivez-le dans votre message. N’ajoutez pas de noms.',
    ],
    tip: 'Avant de partager une photo, vérifiez l’accord de chaque élève, et n’ajoutez pas de noms.',
  },
  'copyright-image': {
    title: 'Une image appartient peut-être à quelqu’un d’autre',
    why: 'Pour une image protégée, l’école peut recevoir une facture.',
    steps: [
      'Prenez une photo personnelle ou une image libre de droits.',
      'Vous avez l’autorisation ? Ajoutez le nom de l’auteur.',
    ],
    tip: 'Utilisez vos propres photos ou des images libres de droits.',
  },
  'confidential-marking': {
    title: 'Un contenu marqué confidentiel ou interne part à l’extérieur de l’école',
    why: 'La personne qui l’a marqué voulait qu’il reste dans l’école.',
    steps: [
      'Peut-il sortir ? Demandez à l’auteur ou à la direction.',
      'Ce n’est pas permis ? Retirez-le de votre message.',
    ],
    tip: 'Demandez d’abord à l’auteur ou à la direction si un contenu confidentiel peut sortir.',
  },
  'missing-signature': {
    title: 'La signature n’est pas complète',
    why: 'Une signature complète montre qui vous êtes et comment joindre l’école.',
    steps: [
      'Ajoutez sous votre message : {missing}.',
      'Enregistrez la signature complète dans votre messagerie. Elle s’ajoutera toute seule.',
    ],
    tip: 'Enregistrez une signature complète dans votre messagerie. Il manque encore : {missing}.',
  },
  'careless-language': {
    title: 'Le texte mérite encore un peu de soin',
    why: 'Votre message montre aux parents et aux autres comment l’école écrit.',
    steps: [
      'Passez le correcteur d’orthographe sur votre texte.',
      'Évitez les phrases entières en majuscules : on croirait que vous criez.',
    ],
    tip: 'Passez le correcteur d’orthographe, et évitez les phrases entières en majuscules.',
  },
  'chain-mail': {
    title: 'Ceci ressemble à une chaîne de messages',
    why: 'Une chaîne inquiète les gens et remplit les boîtes aux lettres.',
    steps: ['Ne la transférez pas.', 'Vous doutez ? Demandez au coordinateur TIC.'],
    tip: 'Ne transférez pas une chaîne de messages.',
  },
  'private-use': {
    title: 'Ceci ressemble à un message privé',
    why: 'Votre adresse scolaire sert à votre travail : ce que vous écrivez vient au nom de l’école.',
    steps: ['Envoyez ce message avec votre adresse privée.'],
    tip: 'Pour vos affaires privées, utilisez votre adresse privée.',
  },
  'no-contact': {
    title: 'Un destinataire ne devrait pas recevoir cet e-mail',
    why: 'Le destinataire l’a demandé, ou l’école l’a convenu.',
    steps: ['Retirez ce destinataire.', 'C’est vraiment nécessaire ? Parlez-en à la direction.'],
    tip: 'Parlez-en à la direction avant d’écrire à ce destinataire.',
  },
  'unapproved-channel': {
    title: 'La conversation passe vers une application que l’école n’utilise pas',
    why: 'L’école ne peut pas protéger ce que les élèves ou les parents y partagent.',
    steps: ['Utilisez un canal de l’école : {channels}.'],
    tip: 'Utilisez un canal de l’école : {channels}.',
  },
  'large-attachment': {
    title: 'Une pièce jointe est très lourde',
    why: 'Les pièces jointes lourdes n’arrivent pas toujours et remplissent les boîtes aux lettres.',
    steps: [
      'Mettez le fichier dans l’espace partagé de l’école.',
      'Envoyez un lien que seul le destinataire peut ouvrir.',
    ],
    tip: 'Mettez les fichiers lourds dans l’espace partagé de l’école et envoyez un lien.',
  },
}
