import * as v from 'valibot'
import { attributeKey, contactName } from '../contacts/events.ts'
import { readCsv, type CsvRow } from './csv.ts'

export type PastContact = {
  readonly line: number
  readonly name: string | null
  /** Digits, the country's first. */
  readonly phones: readonly string[]
  readonly emails: readonly string[]
  readonly attributes: readonly { readonly key: string; readonly value: string }[]
}

export type RowWhy =
  | 'no-number-and-no-address'
  | 'no-such-number'
  | 'no-country-code'
  | 'no-such-address'
  | 'name-too-long'
  | 'value-too-long'
  | 'quotation-never-ends'

export type RefusedRow = { readonly line: number; readonly why: RowWhy; readonly text: string }

export type ColumnUse = 'name' | 'first-name' | 'last-name' | 'phone' | 'email' | 'attribute' | 'nothing'
export type Column = { readonly heading: string; readonly use: ColumnUse }

export type PastContacts = {
  readonly columns: readonly Column[]
  readonly contacts: readonly PastContact[]
  readonly refused: readonly RefusedRow[]
}

export type ReadContacts = {
  /** What the columns are, by their place, where a person says otherwise. */
  readonly uses?: readonly ColumnUse[]
  /** For numbers that have no country of their own: `49`. */
  readonly country?: string
}

/** Contacts, a line each. What cannot be taken is refused by its line; the others are not kept waiting. */
export function readContacts(text: string, { uses, country }: ReadContacts = {}): PastContacts {
  const { rows, unclosed } = readCsv(text)
  const [head, ...others] = rows
  const columns = (head?.cells ?? []).map((heading, at) => {
    return { heading: heading.trim(), use: uses?.[at] ?? useOf(heading) }
  })
  const contacts: PastContact[] = []
  const refused: RefusedRow[] = []
  for (const row of others) {
    const read = contactIn(row, columns, country)
    if (typeof read === 'string') refused.push({ line: row.line, why: read, text: row.cells.join(' ').slice(0, 200) })
    else contacts.push(read)
  }
  if (unclosed !== null) refused.push({ line: unclosed, why: 'quotation-never-ends', text: '' })
  return { columns, contacts, refused }
}

function contactIn({ line, cells }: CsvRow, columns: readonly Column[], country?: string): PastContact | RowWhy {
  const of = (...uses: readonly ColumnUse[]) =>
    columns.flatMap(({ use }, at) => (uses.includes(use) ? [cells[at]?.trim() ?? ''] : [])).filter(cell => cell !== '')
  const name = (of('name')[0] ?? of('first-name', 'last-name').join(' ')) || null
  if (name !== null && !v.is(contactName, name)) return 'name-too-long'

  const phones = of('phone')
    .flatMap(several)
    .map(phone => phoneOf(phone, country))
  const bad = phones.find(phone => typeof phone !== 'string')
  if (bad) return bad.why
  const emails = of('email')
    .flatMap(several)
    .map(email => email.toLowerCase())
  if (!emails.every(email => /^[^\s@<>,;:"()[\]\\]{1,64}@[^\s@<>,;:"()\\]{1,135}$/.test(email)))
    return 'no-such-address'
  if (phones.length + emails.length === 0) return 'no-number-and-no-address'

  const attributes = columns.flatMap(({ heading, use }, at) => {
    const value = cells[at]?.trim() ?? ''
    return use === 'attribute' && value !== '' ? [{ key: heading, value }] : []
  })
  if (attributes.some(({ value }) => value.length > 500)) return 'value-too-long'
  return { line, name, phones: [...new Set(phones as string[])], emails: [...new Set(emails)], attributes }
}

/** Address books put several into one cell. */
function several(cell: string): readonly string[] {
  return cell
    .split(/:::|[,;\n|]/)
    .map(part => part.trim())
    .filter(part => part !== '')
}

function phoneOf(text: string, country?: string): string | { readonly why: RowWhy } {
  const plain = text
    .replace(unseen, '')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .trim()
  const digits = plain.replace(/\D/g, '')
  if (!/^[+\d\s()./-]+$/.test(plain) || digits.length < 6) return { why: 'no-such-number' }
  const isWhole = plain.startsWith('+') || plain.startsWith('00')
  if (!isWhole && country === undefined) return { why: 'no-country-code' }
  const whole = isWhole
    ? plain.replace(/\(0\)|\D/g, '').replace(/^00/, '')
    : country !== undefined && hasCountry(digits, country)
      ? digits
      : `${country}${digits.replace(/^0/, '')}`
  return whole.length >= 7 && whole.length <= 15 ? whole : { why: 'no-such-number' }
}

/** Telephones put these around a number that is copied. */
const unseen = /[\u200E\u200F\u202A-\u202E\u2066-\u2069]/g

/** In front, without a plus: then it is longer than any number within a country, which may begin with the same digits. */
function hasCountry(digits: string, country: string): boolean {
  return digits.startsWith(country) && digits.length >= (country === '1' ? 11 : 12)
}

const known: readonly (readonly [ColumnUse, RegExp])[] = [
  ['first-name', /^(?:first|given) ?name$|^vorname$|^nombre de pila$|^prénom$|^primeiro nome$/],
  ['last-name', /^(?:last|family|sur) ?name$|^nachname$|^apellidos?$|^nom de famille$|^sobrenome$|^cognome$|^soyadı?$/],
  [
    'name',
    /^(?:full |display |contact )?name$|^nombre(?: completo)?$|^nome(?: completo)?$|^nom$|^ad(?:ı)?$|^nama$|^नाम$/
  ],
  [
    'phone',
    /\b(?:phone|telephone|mobile|cell|cellphone|whatsapp|tel|telefon|telefonnummer|rufnummer|handy|handynummer|mobil|mobilnummer|mobiltelefon|téléphone|teléfono|telefone|telefono|celular|móvil|cellulare|telepon)\b|^फ़ोन$/
  ],
  ['email', /\be-?mail\b|^(?:correo(?: electrónico)?|courriel|e-posta|ईमेल)$/]
]

/** By the heading, in the languages that we know; any other column is an attribute where it can be one. */
function useOf(heading: string): ColumnUse {
  const words = heading
    .trim()
    .toLowerCase()
    .replace(/[_\s]+/g, ' ')
  // `Phone 1 - Type` says `Mobile`, and no number; `E-mail Display Name` says `Anna (anna@example.com)`.
  if (/\b(?:type|label)$|^e-?mail.* name$/.test(words)) return 'nothing'
  const found = known.find(([, pattern]) => pattern.test(words))
  return found?.[0] ?? (v.is(attributeKey, heading) ? 'attribute' : 'nothing')
}
