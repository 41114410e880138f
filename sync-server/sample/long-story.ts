import { claim, label, mara, note, prioritise, reply, says, type Step, type Story } from './story.ts'

/** A wedding party, read out one by one for hand-lettered place cards: what a long conversation looks like. */
const guests = `Ana Lucía, Bartholomew, Chiara, Dörte, Émile, Frederik, Grażyna, Håkon, Ingrid, João, Katarzyna, Łukasz,
  Maëlle, Niamh, Ólafur, Paweł, Quentin, Rosalía, Siobhán, Tomáš, Ursula, Vicente, Wojciech, Xenia, Yara, Zoë, Agnieszka,
  Bjørn, Caoimhe, Désirée, Eoin, Françoise, Günther, Héctor, Irène, Jørgen, Krystyna, Léonie, Magdaléna, Noémie, Øystein,
  Piotr, Renée, Søren, Théo, Úna, Valérie, Władysław, Yseult, Zdeněk, Aoife, Benoît, Cătălin, Daphné, Éilís, Fátima,
  Gösta, Hélène, Iñaki, Jürgen, Kateřina, Loïc`
  .split(',')
  .map(name => name.trim())

const remarks: Readonly<Record<string, string>> = {
  Caoimhe: 'Caoimhe. It is said "Kee-va", do not ask me why',
  Grażyna: 'Grażyna, with the dot on the z please',
  Łukasz: 'Łukasz, and the stroke through the L must be there, his mother looks at that',
  Zoë: 'Zoë with two dots on the e',
  Władysław: 'Władysław. Both L with the stroke. Grandfather, seat of honour, biggest card if you can'
}

const confirmations = ['Got it', 'Noted', 'Lettered ✓', 'Done', 'Lovely name. Done']

export const longStory: Story = {
  on: 'whatsapp',
  who: 'Magda & Finn',
  handle: '447700900265',
  beganHoursAgo: 14,
  unread: 1,
  about: { Order: 'IP-20333', Wedding: '12 December', Guests: String(guests.length) },
  steps: [
    says(0, 'Hi! We would love hand-lettered place cards for our wedding. About sixty guests. Is that possible?'),
    claim(5, mara),
    label(mara, 'print proof'),
    label(mara, 'wedding'),
    prioritise(mara, 'high'),
    reply(3, mara, 'Congratulations, both of you! It is. Ivory or sage card, and black or walnut ink?'),
    says(6, 'Sage and walnut! I read you the names one by one, so that no accent gets lost, ok?'),
    reply(2, mara, 'Very wise. I am ready when you are.'),
    ...guests.flatMap(lettered),
    says(9, 'That is everybody!! Thank you for your patience 💛'),
    reply(3, mara, `${guests.length} names, and I love every accent. You get photos before they are packed.`),
    note(4, mara, 'Photos to the couple before packing. Władysław on the large card, no extra charge.'),
    says(160, 'One more question: can we still add a card for the dog? His name is Żubr')
  ]
}

function lettered(name: string, place: number): Step[] {
  const said = says(1 + (place % 3), remarks[name] ?? name)
  return place % 7 === 6 ? [said] : [said, reply(1, mara, confirmations[place % confirmations.length] ?? 'Done')]
}
