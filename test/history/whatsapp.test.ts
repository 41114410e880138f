import { expect, test } from 'vitest'
import { readWhatsApp } from '../../shared/history/whatsapp.ts'

const wall = (text: string) => Date.parse(`${text}Z`)

/** A name, two lines as the telephone writes them, and what they say. */
const formats: readonly [name: string, text: string, at: string][] = [
  ['Android en-US', '12/31/23, 9:41 PM - Anna: Hi', '2023-12-31T21:41:00'],
  ['Android en-US, new', '12/31/23, 9:41\u202FPM - Anna: Hi', '2023-12-31T21:41:00'],
  ['Android en-GB', '31/12/2023, 21:41 - Anna: Hi', '2023-12-31T21:41:00'],
  ['Android de', '31.12.23, 21:41 - Anna: Hi', '2023-12-31T21:41:00'],
  ['Android de, old', '31.12.23 um 21:41 - Anna: Hi', '2023-12-31T21:41:00'],
  ['Android es', '31/12/23 21:41 - Anna: Hi', '2023-12-31T21:41:00'],
  ['Android es, 12 hours', '31/12/23, 9:41 p. m. - Anna: Hi', '2023-12-31T21:41:00'],
  ['Android pt-BR', '31/12/2023 21:41 - Anna: Hi', '2023-12-31T21:41:00'],
  ['Android fr', '31/12/2023 à 21:41 - Anna: Hi', '2023-12-31T21:41:00'],
  ['Android it', '31/12/23, 21:41 - Anna: Hi', '2023-12-31T21:41:00'],
  ['Android tr', '31.12.2023 21:41 - Anna: Hi', '2023-12-31T21:41:00'],
  ['Android tr, 12 hours', '31.12.2023 ÖS 9:41 - Anna: Hi', '2023-12-31T21:41:00'],
  ['Android id', '31/12/23 21.41 - Anna: Hi', '2023-12-31T21:41:00'],
  ['Android hi', '31/12/23, 9:41 pm - Anna: Hi', '2023-12-31T21:41:00'],
  ['Android hi, digits', '३१/१२/२३, ९:४१ अपराह्न - Anna: Hi', '2023-12-31T21:41:00'],
  ['Android sv', '2023-12-31 21:41 - Anna: Hi', '2023-12-31T21:41:00'],
  ['Android ko', '2023. 12. 31. 오후 9:41 - Anna: Hi', '2023-12-31T21:41:00'],
  ['Android ar', '\u200F31\u200F/12\u200F/2023، 9:41 م - Anna: Hi', '2023-12-31T21:41:00'],
  ['iOS de', '[31.12.23, 21:41:07] Anna: Hi', '2023-12-31T21:41:07'],
  ['iOS en-US', '\u200E[12/31/23, 9:41:07\u202FPM] Anna: Hi', '2023-12-31T21:41:07'],
  ['iOS en-GB', '[31/12/2023, 21:41:07] Anna: Hi', '2023-12-31T21:41:07'],
  ['iOS fr', '[31/12/2023 21:41:07] Anna: Hi', '2023-12-31T21:41:07'],
  ['iOS es', '[31/12/23, 9:41:07 p. m.] Anna: Hi', '2023-12-31T21:41:07'],
  ['iOS pt', '[31/12/2023, 21:41:07] ~\u202FAnna: Hi', '2023-12-31T21:41:07'],
  ['iOS en-GB until 2017', '31/12/2016, 21:41:07: Anna: Hi', '2016-12-31T21:41:07'],
  ['iOS en-US until 2017', '12/31/16, 9:41:07 PM: Anna: Hi', '2016-12-31T21:41:07'],
  ['iOS de until 2017', '31.12.16 21:41:07: Anna: Hi', '2016-12-31T21:41:07'],
  ['iOS zh', '[2023/12/31 下午9:41:07] Anna: Hi', '2023-12-31T21:41:07'],
  ['iOS vi', '[21:41:07, 31/12/23] Anna: Hi', '2023-12-31T21:41:07'],
  ['Android vi', '21:41, 31/12/2023 - Anna: Hi', '2023-12-31T21:41:00'],
  ['iOS th', '[31/12/2566 21:41:07] Anna: Hi', '2023-12-31T21:41:07'],
  ['iOS en-US, Buddhist years', '[12/31/2566 BE, 9:41:07\u202FPM] Anna: Hi', '2023-12-31T21:41:07'],
  ['Android th, two digits', '31/12/66 21:41 - Anna: Hi', '2023-12-31T21:41:00'],
  ['noon', '12/31/23, 12:05 PM - Anna: Hi', '2023-12-31T12:05:00'],
  ['midnight', '12/31/23, 12:05 AM - Anna: Hi', '2023-12-31T00:05:00']
]

test.each(formats)('a line as %s writes it', (_, text, at) => {
  const read = readWhatsApp(`${text}\r\n`)
  expect(read.messages).toEqual([
    { wall: wall(at), author: 'Anna', kind: 'text', text: 'Hi', attachment: null, edited: false }
  ])
  expect(read.orders).toHaveLength(1)
  expect(read.leftovers).toEqual([])
})

/** What the telephone writes behind the name, and what it stands for. */
const marks: readonly [said: string, kind: string, attachment: string | null, text: string][] = [
  ['<Media omitted>', 'omitted', null, ''],
  ['<Medien ausgeschlossen>', 'omitted', null, ''],
  ['<Multimedia omitido>', 'omitted', null, ''],
  ['<Mídia oculta>', 'omitted', null, ''],
  ['<Médias omis>', 'omitted', null, ''],
  ['<Media omessi>', 'omitted', null, ''],
  ['<Medya dahil edilmedi>', 'omitted', null, ''],
  ['<Media tidak disertakan>', 'omitted', null, ''],
  ['<मीडिया छोड़ा गया>', 'omitted', null, ''],
  ['\u200Eimage omitted', 'omitted', null, ''],
  ['\u200EBild weggelassen', 'omitted', null, ''],
  ['\u200EIMG-20231231-WA0001.jpg (file attached)', 'file', 'IMG-20231231-WA0001.jpg', ''],
  ['IMG-20231231-WA0001.jpg (Datei angehängt)\nUnser Kleid', 'file', 'IMG-20231231-WA0001.jpg', 'Unser Kleid'],
  ['2016-12-31-PHOTO-00000042.jpg <\u200Eattached>', 'file', '2016-12-31-PHOTO-00000042.jpg', ''],
  ['2016-12-31-PHOTO-00000042.jpg <angehängt>\nUnser Kleid', 'file', '2016-12-31-PHOTO-00000042.jpg', 'Unser Kleid'],
  ['Rechnung 12.pdf (Datei angehängt)', 'file', 'Rechnung 12.pdf', ''],
  ['Factura.pdf (archivo adjunto)', 'file', 'Factura.pdf', ''],
  ['Nota.pdf (arquivo anexado)', 'file', 'Nota.pdf', ''],
  ['Facture.pdf (fichier joint)', 'file', 'Facture.pdf', ''],
  ['Conto.pdf (file allegato)', 'file', 'Conto.pdf', ''],
  ['Fatura.pdf (dosya ekli)', 'file', 'Fatura.pdf', ''],
  ['Nota.pdf (file terlampir)', 'file', 'Nota.pdf', ''],
  ['VID-20231231-WA0002.mp4 (any language at all)', 'file', 'VID-20231231-WA0002.mp4', ''],
  ['\u200E<attached: 00000012-PHOTO-2023-12-31-21-41-07.jpg>', 'file', '00000012-PHOTO-2023-12-31-21-41-07.jpg', ''],
  ['Schau \u200E<Anhang: 00000012-PHOTO.jpg>', 'file', '00000012-PHOTO.jpg', 'Schau'],
  ['\u200E<adjunto: 00000012-AUDIO.opus>', 'file', '00000012-AUDIO.opus', ''],
  ['\u200E<pièce jointe : 00000012-VIDEO.mp4>', 'file', '00000012-VIDEO.mp4', ''],
  ['\u200E<allegato: 00000012-STICKER.webp>', 'file', '00000012-STICKER.webp', ''],
  ['This message was deleted', 'deleted', null, 'This message was deleted'],
  ['\u200EDiese Nachricht wurde gelöscht.', 'deleted', null, 'Diese Nachricht wurde gelöscht.'],
  ['Se eliminó este mensaje.', 'deleted', null, 'Se eliminó este mensaje.'],
  ['Mensagem apagada', 'deleted', null, 'Mensagem apagada'],
  ['Ce message a été supprimé', 'deleted', null, 'Ce message a été supprimé'],
  ['Questo messaggio è stato eliminato', 'deleted', null, 'Questo messaggio è stato eliminato'],
  ['Bu mesaj silindi', 'deleted', null, 'Bu mesaj silindi'],
  ['Pesan ini telah dihapus', 'deleted', null, 'Pesan ini telah dihapus'],
  ['location: https://maps.google.com/?q=1.5,2.5', 'text', null, 'location: https://maps.google.com/?q=1.5,2.5'],
  ['POLL:\nWhen?\nOPTION: Monday (2 votes)', 'text', null, 'POLL:\nWhen?\nOPTION: Monday (2 votes)'],
  ['Call me (please)', 'text', null, 'Call me (please)'],
  ['<3', 'text', null, '<3'],
  ['a <b> c', 'text', null, 'a <b> c']
]

test.each(marks)('%s', (said, kind, attachment, text) => {
  const { messages } = readWhatsApp(`31.12.23, 21:41 - Anna: ${said}`)
  expect(messages).toEqual([expect.objectContaining({ kind, attachment, text, edited: false })])
})

test.each([
  'See you at 5 <This message was edited>',
  'See you at 5 \u200E<Diese Nachricht wurde bearbeitet.>',
  'See you at 5 <Se editó este mensaje.>',
  'See you at 5 <Mensagem editada>'
])('%s', said => {
  const { messages } = readWhatsApp(`31.12.23, 21:41 - Anna: ${said}`)
  expect(messages).toEqual([expect.objectContaining({ text: 'See you at 5', edited: true })])
})

test('a message goes on until the next one begins, also over empty lines and over what looks like a list', () => {
  const { messages } = readWhatsApp('31.12.23, 21:41 - Anna: One\n\n- two\n3.1 three\n31.12.23, 21:42 - Tom: Four\n')
  expect(messages.map(message => message.text)).toEqual(['One\n\n- two\n3.1 three', 'Four'])
})

test('a time that somebody wrote begins no message', () => {
  const { messages } = readWhatsApp(
    '12/31/23, 9:41 PM - Anna: When?\n1/2/24 10:00: the dentist\nat 21:41:07: the train'
  )
  expect(messages.map(({ text }) => text)).toEqual(['When?\n1/2/24 10:00: the dentist\nat 21:41:07: the train'])
})

test('a day above twelve says in which order the whole chat stands', () => {
  const mdy = readWhatsApp('1/2/23, 9:00 AM - Anna: a\n1/13/23, 9:00 AM - Anna: b')
  expect([mdy.orders, mdy.messages[0]?.wall]).toEqual([['mdy'], wall('2023-01-02T09:00:00')])
  const dmy = readWhatsApp('1/2/23, 9:00 - Anna: a\n13/2/23, 9:00 - Anna: b')
  expect([dmy.orders, dmy.messages[0]?.wall]).toEqual([['dmy'], wall('2023-02-01T09:00:00')])
})

test('a chat goes on in time: in the wrong order it would leap back', () => {
  const dmy = ['1/2/23', '5/2/23', '9/2/23', '2/3/23'].map(day => `${day}, 9:00 - Anna: a`).join('\n')
  expect(readWhatsApp(dmy).orders).toEqual(['dmy'])
  const mdy = ['1/2/23', '1/5/23', '1/9/23', '2/3/23'].map(day => `${day}, 9:00 - Anna: a`).join('\n')
  expect(readWhatsApp(mdy).orders).toEqual(['mdy'])
  const ymd = ['23/01/02', '23/01/09', '23/02/03'].map(day => `${day}, 9:00 - Anna: a`).join('\n')
  expect(readWhatsApp(ymd).orders).toEqual(['ymd'])
})

test('where nobody can tell, it is asked, and what a person says holds', () => {
  const text = '1/2/23, 9:00 AM - Anna: a\n1/2/23, 9:05 AM - Anna: b'
  expect(readWhatsApp(text).orders).toEqual(['dmy', 'mdy'])
  expect(readWhatsApp(text, 'mdy').messages[0]?.wall).toBe(wall('2023-01-02T09:00:00'))
  expect(readWhatsApp(text, 'mdy').orders).toEqual(['mdy'])
})

test('who wrote how much, and what WhatsApp wrote itself', () => {
  const read = readWhatsApp(
    [
      '31.12.23, 21:40 - Messages and calls are end-to-end encrypted. Tap to learn more.',
      '31.12.23, 21:41 - Anna: Hi',
      '31.12.23, 21:41 - Tom: Hi: there',
      '31.12.23, 21:42 - Anna: Bye',
      '31.12.23, 21:43 - Anna changed the subject from “a: b” to “c”',
      '31.12.23, 21:44 - Anna changed the subject from "c" to "d: e"',
      '31.12.23, 21:45 - Messages and calls are end-to-end encrypted: no one outside of this chat can read them.'
    ].join('\n')
  )
  expect(read.authors).toEqual([
    { name: 'Anna', messages: 2 },
    { name: 'Tom', messages: 1 }
  ])
  expect(read.notices).toBe(4)
  const ios = readWhatsApp(
    '[31.12.23, 21:40:00] Shop: \u200ENachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt. Niemand außerhalb dieses Chats kann sie lesen.'
  )
  expect([ios.messages, ios.notices]).toEqual([[], 1])
})

test.each([
  ['Thandi "Twin" Tshabalala', 'I am cool with 4'],
  ['ООО «Ромашка»', 'Счёт отправлен: №4'],
  ['Café „Luna“', '"quoted": yes'],
  ['Tom 5"', 'ok'],
  [':anna:', 'Hi'],
  ['User:)', 'Hello: there']
])('whoever is called %s has said it', (author, text) => {
  const { messages, notices } = readWhatsApp(`31.12.23, 21:41 - ${author}: ${text}`)
  expect([notices, messages]).toEqual([0, [expect.objectContaining({ author, text })]])
})

test('who has no name that could be seen has said it all the same', () => {
  const { messages } = readWhatsApp('31.12.23, 21:41 - \u200E: Civil dress : Thursday !')
  expect(messages).toEqual([expect.objectContaining({ author: '?', text: 'Civil dress : Thursday !' })])
})

test('a year of a calendar that we do not know is no date', () => {
  const { messages, leftovers } = readWhatsApp('[18/8/1445 21:41:07] Anna: Hi\n[1402/12/8 21:41:07] Anna: Hi')
  expect([messages, leftovers.map(one => one.why)]).toEqual([[], ['no-such-date', 'no-such-date']])
})

test('what cannot be read is told with its line, and its words stay in the message before', () => {
  const read = readWhatsApp(
    'Exported by me\n31.12.23, 21:41 - Anna: Hi\n31.02.24, 21:42 - Tom: Never\n31.12.23, 9:43 xx - Tom: Odd'
  )
  expect(read.leftovers).toEqual([
    { line: 1, why: 'before-the-first-message', text: 'Exported by me' },
    { line: 3, why: 'no-such-date', text: '31.02.24, 21:42 - Tom: Never' },
    { line: 4, why: 'time-not-understood', text: '31.12.23, 9:43 xx - Tom: Odd' }
  ])
  expect(read.messages.map(message => message.text)).toEqual([
    'Hi\n31.02.24, 21:42 - Tom: Never\n31.12.23, 9:43 xx - Tom: Odd'
  ])
})

test('nothing is an empty chat', () => {
  expect(readWhatsApp('')).toEqual({ messages: [], authors: [], orders: [], notices: 0, leftovers: [] })
})
