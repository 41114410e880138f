import type { PastMessage } from './past.ts'

/** What an export says in its own words, in the languages that we know. Compared in lower case, without a full stop. */
const omitted = setOf(`
  media omitted|image omitted|video omitted|audio omitted|sticker omitted|document omitted|gif omitted|contact card omitted|video note omitted
  medien ausgeschlossen|medien weggelassen|bild weggelassen|video weggelassen|audio weggelassen|sticker weggelassen|dokument weggelassen|gif weggelassen|kontaktkarte ausgelassen|videonachricht weggelassen
  multimedia omitido|medios omitidos|archivo omitido|imagen omitida|video omitido|vídeo omitido|audio omitido|sticker omitido|documento omitido|gif omitido
  mídia oculta|arquivo de mídia oculto|ficheiro não revelado|imagem ocultada|vídeo omitido|áudio ocultado|figurinha omitida|documento omitido|gif omitido
  médias omis|fichier omis|image absente|vidéo absente|audio omis|sticker omis|document manquant|gif retiré
  media omessi|file multimediali omessi|immagine omessa|video omesso|audio omesso|sticker non incluso|documento omesso|gif esclusa
  medya dahil edilmedi|görüntü dahil edilmedi|video dahil edilmedi|ses dahil edilmedi|çıkartma dahil edilmedi|belge dahil edilmedi|gif dahil edilmedi
  media tidak disertakan|gambar tidak disertakan|video tidak disertakan|audio tidak disertakan|stiker tidak disertakan|dokumen tidak disertakan|gif tidak disertakan
  मीडिया छोड़ा गया|मीडिया के बिना|मीडिया शामिल नहीं किया गया|इमेज छोड़ी गई|वीडियो छोड़ा गया|ऑडियो छोड़ा गया|स्टिकर छोड़ा गया
  media weggelaten|afbeelding weggelaten|без медиафайлов`)

const deleted = setOf(`
  this message was deleted|you deleted this message
  diese nachricht wurde gelöscht|du hast diese nachricht gelöscht
  se eliminó este mensaje|eliminaste este mensaje|este mensaje fue eliminado
  esta mensagem foi apagada|mensagem apagada|você apagou esta mensagem|apagou esta mensagem|esta mensagem foi eliminada
  ce message a été supprimé|vous avez supprimé ce message
  questo messaggio è stato eliminato|hai eliminato questo messaggio
  bu mesaj silindi|bu mesajı sildiniz
  pesan ini telah dihapus|anda telah menghapus pesan ini
  यह मैसेज डिलीट कर दिया गया|यह मैसेज डिलीट किया गया|आपने यह मैसेज डिलीट कर दिया|यह संदेश हटा दिया गया था`)

const edited = setOf(`
  this message was edited|diese nachricht wurde bearbeitet|se editó este mensaje|mensagem editada|esta mensagem foi editada
  ce message a été modifié|questo messaggio è stato modificato|bu mesaj düzenlendi|pesan ini telah diedit|pesan ini diedit
  यह मैसेज एडिट किया गया|यह मैसेज एडिट किया गया था`)

const attached = setOf(`
  file attached|datei angehängt|archivo adjunto|arquivo anexado|ficheiro anexado|fichier joint|file allegato
  dosya ekli|dosya eklendi|file terlampir|फ़ाइल संलग्न है|फ़ाइल अटैच की गई|bestand bijgevoegd|файл добавлен`)

function setOf(lines: string): ReadonlySet<string> {
  return new Set(lines.split(/\||\n/).map(words => words.trim()))
}

function plain(words: string): string {
  return words
    .trim()
    .toLowerCase()
    .normalize('NFC')
    .replace(/[.。।]$/, '')
}

type Said = Pick<PastMessage, 'kind' | 'text' | 'attachment' | 'edited'>

/** What a message says, without what the export says about it. */
export function saidIn(words: string): Said {
  const mark = /\s?<([^<>\n]{1,60})>$/.exec(words)
  const isEdited = mark?.[1] !== undefined && edited.has(plain(mark[1]))
  const text = (isEdited ? words.slice(0, mark.index) : words).trim()
  return { ...fileIn(text), edited: isEdited }
}

function fileIn(text: string): Omit<Said, 'edited'> {
  const [first = '', ...others] = text.split('\n')
  const behind = others.join('\n').trim()
  if (deleted.has(plain(text))) return { kind: 'deleted', text, attachment: null }
  if (omitted.has(plain(first.replace(/^<(.*)>$/, '$1')))) return { kind: 'omitted', text: behind, attachment: null }
  const android = /^(\S.{0,200}\.\w{1,5}) \(([^()]{3,60})\)$/u.exec(first)
  if (android?.[1] !== undefined && (isNamedByWhatsApp(android[1]) || attached.has(plain(android[2] ?? '')))) {
    return { kind: 'file', text: behind, attachment: android[1] }
  }
  // `2016-12-31-PHOTO-00000042.jpg <attached>`, as iPhones wrote it until 2017, in any language.
  const former = /^(\d{4}-\d\d-\d\d-[A-Z]+-\d{8}\.\w{1,5}) <[^<>:\n]{1,40}>$/.exec(first)
  if (former?.[1] !== undefined) return { kind: 'file', text: behind, attachment: former[1] }
  // `<attached: name.jpg>` in any language, in front of the caption or behind it.
  const ios =
    /(?:^|\s)<[^<>:\n]{1,40}: ?([^<>/\n]{1,200}\.\w{1,5})>\s*$|^<[^<>:\n]{1,40}: ?([^<>/\n]{1,200}\.\w{1,5})>/.exec(
      text
    )
  if (!ios) return { kind: 'text', text, attachment: null }
  const caption = `${text.slice(0, ios.index)}${text.slice(ios.index + ios[0].length)}`.trim()
  return { kind: 'file', text: caption, attachment: (ios[1] ?? ios[2] ?? '').trim() }
}

/** Whatever the language says behind it. */
function isNamedByWhatsApp(name: string): boolean {
  return /^(?:IMG|VID|AUD|PTT|STK|DOC)-\d{8}-WA\d{4}\.\w{1,5}$/.test(name)
}

/** On iOS the notices of WhatsApp itself stand under a name, like a message. */
export function isNotice(words: string): boolean {
  const so = words.toLowerCase()
  return words.length > 40 && words.length < 400 && noticed.some(phrase => so.includes(phrase))
}

const noticed = [
  'are end-to-end encrypted',
  'sind ende-zu-ende-verschlüsselt',
  'cifrados de extremo a extremo',
  'criptografia de ponta a ponta',
  'chiffrés de bout en bout',
  'crittografati end-to-end',
  'uçtan uca şifreli',
  'terenkripsi secara end-to-end',
  'एंड-टू-एंड एन्क्रिप्ट'
]
