import type { Contact } from './contact.ts'

/** What makes two contacts look like one person: the first two are nobody else's, a name may be. */
export type Sign = {
  readonly kind: 'email' | 'phone' | 'name'
  /** Written so that equal means the same. */
  readonly mark: string
  /** As it stands with the contact. */
  readonly text: string
}

type Known = Pick<Contact, 'name' | 'handles' | 'attributes'>

export function signsOf({ name, handles, attributes }: Known): readonly Sign[] {
  const said = [
    ...handles.map(({ kind, value }) => ({ value, isPhone: kind === 'wa_id' || value.startsWith('+') })),
    ...attributes.map(({ key, value }) => ({ value, isPhone: phoneKey.test(key) || value.startsWith('+') }))
  ]
  const found = said.flatMap(({ value, isPhone }) => emailIn(value) ?? (isPhone ? phoneIn(value) : undefined) ?? [])
  return [...found, ...nameSign(name)]
}

const phoneKey = /phone|mobile|cell|tel|whatsapp|handy|móvil/i
const address = /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;<>"]+$/

function emailIn(value: string): Sign | undefined {
  const text = value.trim()
  return address.test(text) ? { kind: 'email', mark: text.toLowerCase(), text } : undefined
}

const fewestDigits = 8
const mostDigits = 15

/** With its country, if it says one: `+49 170…`, `0049 170…`. At home it begins with a single 0, and lacks the country. */
function phoneIn(value: string): Sign | undefined {
  if (!/^[+(]?[\d\s()./-]+$/.test(value)) return undefined
  const mark = value.replaceAll(/\D/g, '').replace(/^00/, '')
  return mark.length < fewestDigits || mark.length > mostDigits ? undefined : { kind: 'phone', mark, text: value }
}

/** One word is the name of many. */
function nameSign(name: string | null): readonly Sign[] {
  const mark = (name ?? '').normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().trim().split(/\s+/).join(' ')
  return name !== null && mark.includes(' ') ? [{ kind: 'name', mark, text: name }] : []
}

/** The same sign of both, the strongest there is. */
export function sharedSign(a: readonly Sign[], b: readonly Sign[]): Sign | undefined {
  const shared = a.filter(one => b.some(other => isSame(one, other)))
  return shared.find(sign => sign.kind !== 'name') ?? shared[0]
}

function isSame(a: Sign, b: Sign): boolean {
  if (a.kind !== b.kind) return false
  return a.mark === b.mark || (a.kind === 'phone' && (isAtHome(a.mark, b.mark) || isAtHome(b.mark, a.mark)))
}

/** `0170 1234567` at home is `+49 170 1234567` from elsewhere. */
function isAtHome(home: string, whole: string): boolean {
  return (
    home.startsWith('0') && home.length > fewestDigits && whole.length > home.length && whole.endsWith(home.slice(1))
  )
}
