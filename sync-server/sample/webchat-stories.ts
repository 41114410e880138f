import {
  assign,
  claim,
  jonas,
  label,
  mara,
  note,
  onWebchat,
  priya,
  prioritise,
  reply,
  resolve,
  says,
  snooze,
  type Story
} from './story.ts'

/** From the chat on the shop's page, newest first. There is no window here: an answer may always be given. */
export const webchatStories: readonly Story[] = [
  onWebchat('Visitor 4821', 'sample-4821', { beganHoursAgo: 0.1, unread: 1 }, [
    says(0, 'is anyone there? the checkout keeps spinning')
  ]),
  onWebchat('Clara', 'sample-clara', { beganHoursAgo: 0.8, unread: 2 }, [
    says(0, 'Hello! Does the dip pen set come with nibs, or do I buy them separately?'),
    says(1, 'I have never used one before so something forgiving would be good :)')
  ]),
  onWebchat('Ben Achterberg', 'sample-ben', { beganHoursAgo: 2 }, [
    says(0, 'Do you engrave pens the same day if I come to the shop?'),
    claim(3, mara),
    reply(1, mara, 'We do, Ben, if you are here before 3 pm. It takes about twenty minutes.'),
    says(2, 'Perfect, see you at two'),
    reply(1, mara, 'See you then. Ask for Mara!')
  ]),
  onWebchat('Yusuf', 'sample-yusuf', { beganHoursAgo: 4, unread: 1 }, [
    says(0, 'The discount code PAPERDAY does not work, it says expired'),
    claim(6, jonas),
    reply(2, jonas, 'It ended last night, but let me see what I can do.'),
    note(1, jonas, 'Cart is 86.00. Fine to give him the 10% by hand, Priya agreed for this week.'),
    reply(4, jonas, 'Try PAPERDAY-LATE, it works once and only for you.'),
    says(3, 'worked!! thank you so much')
  ]),
  onWebchat('Margot Lefèvre', 'sample-margot', { beganHoursAgo: 6, unread: 1 }, [
    says(0, 'Bonjour, je cherche un papier à lettres qui ne boit pas l’encre. Que conseillez-vous ?'),
    reply(11, priya, 'Bonjour Margot, le vergé 100 g « Rivage » : même une plume large n’y bave pas.'),
    says(4, 'Parfait. Est-il vendu en petites quantités, pour essayer ?')
  ]),
  onWebchat('Hiro', 'sample-hiro', { beganHoursAgo: 9 }, [
    says(0, 'Which of your inks are waterproof?'),
    claim(8, jonas),
    reply(3, jonas, 'Only the three pigment inks: Soot, Harbour and Brick. All others are made to be washable.'),
    says(2, 'and safe for a vintage pen?'),
    reply(
      3,
      jonas,
      'I would not. Pigment can settle in an old feed. Take Night Sky, it is not waterproof but very kind to pens.'
    ),
    snooze(1, jonas, 40)
  ]),
  onWebchat(
    'Anna Keller',
    'sample-keller',
    { beganHoursAgo: 14, unread: 1, about: { Company: 'Keller & Söhne', Order: 'IP-20402' } },
    [
      says(0, 'Guten Abend, wir brauchen 300 Weihnachtskarten mit Logo. Geht das noch vor dem 10. Dezember?'),
      assign(40, priya, mara),
      label(priya, 'wholesale'),
      prioritise(priya, 'high'),
      reply(12, mara, 'Guten Abend Frau Keller, ja, wenn wir die Druckdatei bis Freitag haben.'),
      says(35, 'Die kommt morgen früh. Können Sie mir bis dahin ein Angebot schicken?')
    ]
  ),
  // He wrote on WhatsApp too: whoever looks at one of the two is told that they look alike.
  onWebchat('Visitor 4790', 'sample-4790', { beganHoursAgo: 20, unread: 1, about: { Phone: '07700 900190' } }, [
    says(0, 'do you have a shop in Bristol? ring me on 07700 900190')
  ]),
  onWebchat('Tanvi', 'sample-tanvi', { beganHoursAgo: 26 }, [
    says(0, 'Hi! My subscription box came twice this month 😅'),
    claim(5, mara),
    label(mara, 'subscription'),
    reply(3, mara, 'Ha, two is not what you asked for. Keep the second one, with our apologies. You are charged once.'),
    says(2, 'Best mistake ever'),
    reply(1, mara, 'Enjoy!'),
    resolve(1, mara)
  ]),
  onWebchat('Gabriel Souza', 'sample-gabriel', { beganHoursAgo: 47 }, [
    says(0, 'Bom dia, o rastreio do pedido IP-20366 não muda há quatro dias.'),
    claim(13, jonas),
    reply(4, jonas, 'Bom dia, Gabriel! O pacote está em Lisboa e sai amanhã. Fico de olho nele.'),
    snooze(2, jonas, 20)
  ]),
  onWebchat('Ellie', 'sample-ellie', { beganHoursAgo: 73 }, [
    says(0, 'what is the difference between the two A5 notebooks'),
    reply(6, mara, 'Atelier has 80 thick pages that take any ink. Field has 160 thin ones and fits a coat pocket.'),
    says(1, 'Atelier it is'),
    resolve(5, mara)
  ]),
  onWebchat('Rosa Jiménez', 'sample-rosa', { beganHoursAgo: 140 }, [
    says(0, 'Buenas, ¿hacéis talleres de caligrafía para niños?'),
    claim(22, mara),
    reply(3, mara, '¡Buenas, Rosa! El primer domingo de cada mes, a partir de 8 años.'),
    says(9, '¿Quedan plazas para diciembre? Somos dos.'),
    reply(4, mara, 'Quedan tres. Os apunto dos. ¡Hasta el domingo!'),
    resolve(2, mara)
  ]),
  onWebchat('Mr Abernathy', 'sample-abernathy', { beganHoursAgo: 190 }, [
    says(0, 'I have bought my ink from you since 1998 and the new bottle cap leaks. I am not amused.'),
    claim(4, jonas),
    prioritise(jonas, 'high'),
    reply(5, jonas, 'Mr Abernathy, you are right, and you are not the first. The caps of batch 40 were faulty.'),
    reply(1, jonas, 'A new bottle and a cap of the old kind leave us today. I am sorry about your desk.'),
    says(50, 'It was my cuff. But thank you. That is how it should be done.'),
    resolve(3, jonas)
  ]),
  onWebchat('Kenji', 'sample-kenji', { beganHoursAgo: 260 }, [
    says(0, 'Can I order refills for a pen I bought in your store? No box, no name on it, brass, very heavy.'),
    reply(8, mara, 'That sounds like the Anvil. It takes the long international cartridges.'),
    says(2, 'That is the one!'),
    resolve(1, mara)
  ]),
  onWebchat('Sabine', 'sample-sabine', { beganHoursAgo: 390 }, [
    says(0, 'Hallo, kann ich die Rechnung auf meine Firma umschreiben lassen?'),
    claim(7, jonas),
    reply(6, jonas, 'Hallo Sabine, ist erledigt. Die neue Rechnung ist in deinem Postfach.'),
    says(3, 'Danke, ging ja schnell.'),
    resolve(1, jonas)
  ]),
  onWebchat('Fatima', 'sample-fatima', { beganHoursAgo: 520 }, [
    says(0, 'Hello, is your paper vegan? Some glues are not.'),
    reply(14, priya, 'Hello Fatima, all of it is, since 2024: we bind with starch and thread.'),
    says(2, 'Wonderful, thank you for knowing that.'),
    resolve(1, priya)
  ])
]
