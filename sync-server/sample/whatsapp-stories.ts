import {
  assign,
  claim,
  jonas,
  label,
  mara,
  note,
  onWhatsapp,
  priya,
  prioritise,
  reply,
  resolve,
  says,
  sends,
  snooze,
  template,
  type Story
} from './story.ts'

const undeliverable = { failed: '131026', reason: 'WhatsApp could not deliver this: the number may not use WhatsApp.' }
const windowClosed = { failed: '131047', reason: 'More than 24 hours have passed since the customer last wrote.' }

/** On the shop's WhatsApp number, newest first. */
export const whatsappStories: readonly Story[] = [
  onWhatsapp('Amelie Dubois', '33639980011', { beganHoursAgo: 0.4, unread: 2 }, [
    says(0, 'Bonjour ! Est-ce que le carnet « Atelier » existe aussi en format A6 ?'),
    says(2, 'Et si oui, avec des pages pointillées ? 😊')
  ]),
  onWhatsapp(
    'Tom Whitfield',
    '447700900142',
    { beganHoursAgo: 1.2, unread: 1, about: { Order: 'IP-20418', City: 'Leeds' } },
    [
      says(0, 'Hi, my parcel says delivered but there is nothing here. Order IP-20418'),
      claim(4, mara),
      prioritise(mara, 'high'),
      reply(2, mara, 'Hi Tom, I am sorry about that. Let me check with the courier right away.'),
      note(
        6,
        mara,
        'GPS of the scan is two streets away (Elm Rd 41, not Elm Close 41). Claim opened with the courier.'
      ),
      reply(
        3,
        mara,
        'The driver scanned it at Elm Road 41 instead of Elm Close 41. Could you have a quick look there?'
      ),
      says(22, 'That is my neighbour round the corner, going over now!')
    ]
  ),
  onWhatsapp(
    'أمل الحربي',
    '966500000117',
    { beganHoursAgo: 3, unread: 1, about: { Language: 'Arabic', City: 'Jeddah' } },
    [
      says(0, 'السلام عليكم، هل تشحنون إلى جدة؟'),
      claim(9, jonas),
      reply(3, jonas, 'وعليكم السلام أمل! نعم، نشحن إلى جدة، ويستغرق الشحن من 5 إلى 7 أيام عمل.'),
      says(14, 'ممتاز. أريد قلم الحبر الأزرق مع علبة هدية، وهل يمكن كتابة اسم "نورة" على القلم؟'),
      reply(7, jonas, 'بالتأكيد، النقش مجاني حتى 12 حرفًا. هل تفضلين الخط العربي أم اللاتيني؟', 'delivered'),
      says(31, 'الخط العربي من فضلك 🌷')
    ]
  ),
  onWhatsapp('Lukas Brandt', '491555001234', { beganHoursAgo: 5, about: { Order: 'IP-20395' } }, [
    says(0, 'Moin! Bei meinem Füller ist die Feder verbogen angekommen. Kann ich den tauschen?'),
    sends(1, 'So sieht sie aus'),
    claim(5, jonas),
    label(jonas, 'warranty'),
    reply(
      2,
      jonas,
      'Moin Lukas, das tut uns leid! Klar, wir tauschen die Feder sofort. Welche Breite hattest du, M oder F?'
    ),
    says(4, 'F bitte'),
    reply(3, jonas, 'Geht heute noch raus. Die alte brauchst du nicht zurückzuschicken.', 'delivered')
  ]),
  onWhatsapp('Camila Duarte', '5511900000123', { beganHoursAgo: 7, unread: 1 }, [
    says(0, 'Oi! Vocês têm a tinta verde-floresta de 50 ml em estoque?'),
    claim(12, mara),
    reply(2, mara, 'Oi, Camila! Temos sim, as últimas seis. Quer que eu separe uma para você?', 'sent'),
    says(95, 'Quero duas, por favor! Posso pagar por Pix?')
  ]),
  onWhatsapp('佐藤 美咲', '819000000151', { beganHoursAgo: 11, unread: 1, about: { Language: 'Japanese' } }, [
    says(0, 'こんにちは。万年筆のインクは日本まで送れますか？'),
    reply(26, priya, 'こんにちは、佐藤様。はい、日本への発送も承っております。送料は一律12ユーロです。'),
    says(40, 'ありがとうございます。では「夜空」を三本お願いします。')
  ]),
  onWhatsapp('Sofía Herrera', '34600000158', { beganHoursAgo: 19 }, [
    says(0, '¡Hola! Pedí tarjetas de boda y en la prueba falta la tilde en «Martín».'),
    claim(8, mara),
    label(mara, 'print proof'),
    prioritise(mara, 'urgent'),
    reply(3, mara, '¡Hola, Sofía! Menos mal que lo viste. Corrijo la prueba y te la mando en una hora.'),
    note(30, mara, 'New proof is with the printer. Nothing goes to press before Sofía has said yes in writing.'),
    reply(20, mara, 'Ya está corregida: «Martín y Lucía». ¿Nos das el visto bueno para imprimir?', 'delivered')
  ]),
  onWhatsapp('Ifeoma Okafor', '447700900177', { beganHoursAgo: 22 }, [
    says(0, 'Hello, do you do bulk prices for schools? We need about 240 exercise books.'),
    claim(15, jonas),
    label(jonas, 'wholesale'),
    reply(5, jonas, 'Hello Ifeoma, we do. For 240 it is 35% off the list price. Ruled or squared?'),
    says(33, 'Half and half please. Can I get a quote on paper for the head teacher?'),
    reply(9, jonas, 'Of course, you will have it tomorrow morning.'),
    snooze(2, jonas, 40)
  ]),
  onWhatsapp('Marco Bellini', '393330000126', { beganHoursAgo: 31 }, [
    says(0, 'Buongiorno, il mio ordine IP-20377 è fermo in dogana da una settimana.'),
    claim(20, mara),
    reply(6, mara, 'Buongiorno Marco, verifico subito con lo spedizioniere e le faccio sapere.'),
    note(
      180,
      mara,
      'Customs want the commercial invoice again. Sent to the forwarder, they answer within two working days.'
    ),
    snooze(4, mara, 60)
  ]),
  onWhatsapp('Noor van Dijk', '31600000183', { beganHoursAgo: 40 }, [
    says(0, 'Hoi, is de workshop kalligrafie op zaterdag al vol?'),
    claim(11, jonas),
    reply(2, jonas, 'Hoi Noor, er zijn nog twee plekken. Zal ik er een voor je vasthouden?'),
    says(3, 'Ja graag, twee zelfs! Voor mij en mijn zus.'),
    reply(4, jonas, 'Staat genoteerd. Tot zaterdag om 10 uur!', windowClosed),
    note(2, jonas, 'Last message did not go out. She has to be told another way.')
  ]),
  onWhatsapp('Rhys Morgan', '447700900190', { beganHoursAgo: 52 }, [
    says(0, 'Can you gift wrap and send directly to my sister? Her birthday is on the 30th.'),
    claim(7, mara),
    reply(2, mara, 'Happy to. What should the card say?'),
    says(12, '"For all the letters you never sent me. Love, R."'),
    reply(3, mara, 'Lovely. It leaves us on the 27th, so it is there in time.', 'unknown')
  ]),
  onWhatsapp('Hannah Vogel', '491555001299', { beganHoursAgo: 76, about: { Order: 'IP-20340' } }, [
    says(0, 'Hallo, wann kommt das Briefpapier „Leinen“ wieder rein?'),
    claim(16, jonas),
    label(jonas, 'restock'),
    reply(4, jonas, 'Hallo Hannah, laut Mühle in der ersten Dezemberwoche. Ich melde mich, sobald es da ist.'),
    says(6, 'Super, danke!'),
    template(2600, jonas, 'back_in_stock', ['Hannah', 'Briefpapier „Leinen“'], 'delivered')
  ]),
  onWhatsapp('Daniel Cohen', '972500000165', { beganHoursAgo: 98, about: { Language: 'Hebrew' } }, [
    says(0, 'שלום, קיבלתי דיו שחור במקום כחול 😕'),
    claim(10, jonas),
    label(jonas, 'wrong item'),
    reply(3, jonas, 'שלום דניאל, מצטערים על הטעות! הדיו הכחול יוצא אליך היום, והשחור במתנה.'),
    says(5, 'וואו, תודה רבה! שירות מעולה 💙'),
    resolve(2, jonas)
  ]),
  onWhatsapp('Grace Adeyemi', '447700900204', { beganHoursAgo: 120 }, [
    says(0, 'Hi there, could you change the address on IP-20301 to my office?'),
    reply(25, mara, 'Done, Grace. It now goes to 14 Harbour Lane.'),
    says(2, 'You are quick! Thank you'),
    resolve(1, mara)
  ]),
  onWhatsapp('Pavel Novák', '420600000172', { beganHoursAgo: 150 }, [
    says(0, 'Dobrý den, máte ještě diář 2027 v tmavě zelené?'),
    reply(40, jonas, 'Dobrý den, poslední dva kusy. Mám vám jeden odložit?', undeliverable),
    note(5, jonas, 'WhatsApp says the number is not reachable. Wrote to the e-mail of his last order instead.'),
    resolve(1, jonas)
  ]),
  onWhatsapp('Zeynep Kaya', '905000000139', { beganHoursAgo: 200 }, [
    says(0, 'Merhaba, dolma kalemim mürekkep akıtıyor. Ne yapabilirim?'),
    claim(14, mara),
    label(mara, 'warranty'),
    reply(4, mara, 'Merhaba Zeynep! Ucu söküp ılık suda bir gece bekletin. Olmazsa ücretsiz değiştiririz.'),
    says(1300, 'Oldu! Tertemiz yazıyor 🙏'),
    reply(9, mara, 'Harika, iyi yazmalar!'),
    resolve(1, mara)
  ]),
  onWhatsapp('Owen Fletcher', '447700900233', { beganHoursAgo: 300 }, [
    says(0, 'I would like my money back for the leather cover, it smells.'),
    assign(9, priya, jonas),
    label(jonas, 'refund'),
    reply(
      6,
      jonas,
      'Sorry to hear that, Owen. A label for sending it back is in your mail, the refund follows when it is scanned.'
    ),
    says(4000, 'Posted it this morning'),
    reply(30, jonas, 'Refunded just now: 48.00. It takes your bank two or three days.'),
    says(11, 'Fair play, thanks.'),
    resolve(2, jonas)
  ]),
  onWhatsapp('Linnea Berg', '46700000148', { beganHoursAgo: 410 }, [
    says(0, 'Hej! Går det att få visitkort med guldfolie?'),
    reply(18, mara, 'Hej Linnea! Ja, från 100 stycken. Ska jag skicka prover?'),
    says(7, 'Gärna!'),
    resolve(3000, mara)
  ])
]
