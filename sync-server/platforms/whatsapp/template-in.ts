import * as v from 'valibot'
import { template, templateHead, type Template } from '../../../shared/inboxes/events.ts'

const text = v.optional(v.nullable(v.string()))
const graphTemplate = v.looseObject({
  name: v.string(),
  language: v.string(),
  category: v.pipe(v.string(), v.toLowerCase()),
  parameter_format: text,
  components: v.array(
    v.looseObject({
      type: v.string(),
      format: text,
      text,
      buttons: v.optional(v.array(v.looseObject({ type: v.string(), text, url: text })))
    })
  )
})
type Component = v.InferOutput<typeof graphTemplate>['components'][number]
type Button = NonNullable<Component['buttons']>[number]

/** Buttons that need nothing from whoever sends, the end of an address, or a code. A form is the one that it was made with. */
const knownButtons: ReadonlySet<string> = new Set(['QUICK_REPLY', 'PHONE_NUMBER', 'URL', 'COPY_CODE', 'OTP', 'FLOW'])

/** Where Meta's own buttons for one-time passwords lead: they are made as `OTP`, and listed as `URL`. */
const otpAddress = 'https://www.whatsapp.com/otp/'

/** Source: Meta, "Template components". */
const mostInHeading = 1

/** `undefined`: it cannot be sent from here, for it needs more than the blanks of its words filled in. */
export function templateIn(told: unknown): Template | undefined {
  const read = v.safeParse(graphTemplate, told)
  if (!read.success || !read.output.components.every(isKnown)) return undefined
  const { name, language, category, parameter_format, components } = read.output
  const wordsOf = (type: string) => components.find(one => one.type === type)?.text ?? undefined
  const header = components.find(one => one.type === 'HEADER')
  const head = headOf(header)
  const numbering = numberingOf(parameter_format === 'NAMED')

  const heading = numbering.take(wordsOf('HEADER') ?? '')
  if (numbering.count > mostInHeading) return undefined
  const body = numbering.take(wordsOf('BODY') ?? '')
  const buttons = components.flatMap(one => one.buttons ?? [])
  const links = linksIn(buttons, numbering.count)
  if (heading === undefined || body === undefined || links === undefined) return undefined
  const code = codeAmong(buttons, numbering.count, links.length)
  if (code === 'odd' || (code?.as === 'password' && heading !== '')) return undefined
  const form = formAmong(buttons)
  if (form === 'odd') return undefined
  const footer = wordsOf('FOOTER')
  const ours = v.safeParse(template, {
    name,
    language,
    category,
    body,
    ...(heading !== '' && { heading }),
    ...(head && { head }),
    ...(header && isPlace(header) && { place: true }),
    ...(footer && { footer }),
    ...(links.length > 0 && { links }),
    ...(code && { code }),
    ...(form && { form }),
    ...(numbering.names.length > 0 && { names: numbering.names })
  })
  return ours.success ? ours.output : undefined
}

/** The file that whoever sends it brings. */
function headOf(header: Component | undefined): Template['head'] {
  const format = header?.format?.toLowerCase()
  return v.is(templateHead, format) ? format : undefined
}

function isKnown(component: Component): boolean {
  const { type, format, buttons } = component
  switch (type) {
    case 'BODY':
    case 'FOOTER':
      return true
    case 'HEADER':
      return format === 'TEXT' || isPlace(component) || headOf(component) !== undefined
    case 'BUTTONS':
      return (buttons ?? []).every(one => knownButtons.has(one.type))
    default:
      return false
  }
}

function isPlace({ format }: Component): boolean {
  return format === 'LOCATION'
}

/** Each part counts its blanks from 1, or names them; ours are numbered through. */
function numberingOf(named: boolean) {
  let count = 0
  const names: string[] = []
  return {
    get count() {
      return count
    },
    names,
    /** `undefined`: its blanks are not as they should be. */
    take(words: string): string | undefined {
      const marks = [...new Set(Array.from(words.matchAll(blank), ([, mark = '']) => mark))]
      const order = named ? marks : marks.toSorted((a, b) => Number(a) - Number(b))
      const isAsItShouldBe = order.every((mark, at) => (named ? isName.test(mark) : mark === String(at + 1)))
      if (!isAsItShouldBe) return undefined
      const before = count
      count += order.length
      if (named) names.push(...order)
      return words.replace(blank, (_, mark: string) => `{{${before + 1 + order.indexOf(mark)}}}`)
    }
  }
}

const blank = /\{\{([^}]*)\}\}/g
const isName = /^[a-z][a-z0-9_]{0,99}$/

/** The buttons whose address has a blank, which is numbered also where the others are named. */
function linksIn(buttons: readonly Button[], before: number): NonNullable<Template['links']> | undefined {
  const open = buttons.flatMap((one, at) => (blanksIn(one).length > 0 && !isPassword(one) ? [{ one, at }] : []))
  if (open.some(({ one }) => blanksIn(one).join(' ') !== '1')) return undefined
  return open.map(({ one, at }, nth) => ({
    at,
    label: one.text ?? '',
    url: (one.url ?? '').replace(blank, `{{${before + 1 + nth}}}`)
  }))
}

const blanksIn = ({ url }: Button) => Array.from((url ?? '').matchAll(blank), ([, mark]) => mark)

/** The button that copies a code: there is at most one, and a password's comes with a body that has the code alone. */
function codeAmong(buttons: readonly Button[], inWords: number, links: number): Template['code'] | 'odd' {
  const copying = buttons.flatMap((one, at) => (one.type === 'COPY_CODE' || isPassword(one) ? [{ one, at }] : []))
  const [first, ...more] = copying
  if (!first) return undefined
  const as = isPassword(first.one) ? 'password' : 'coupon'
  if (more.length > 0 || (as === 'password' && inWords !== 1)) return 'odd'
  const blank = as === 'password' ? 1 : inWords + links + 1
  return { at: first.at, as, label: first.one.text || 'Copy code', text: `{{${blank}}}` }
}

/** There is at most one. */
function formAmong(buttons: readonly Button[]): Template['form'] | 'odd' {
  const [at, ...more] = buttons.flatMap((one, place) => (one.type === 'FLOW' ? [place] : []))
  if (at === undefined) return undefined
  return more.length > 0 ? 'odd' : { at, label: buttons[at]?.text || 'Open' }
}

function isPassword({ type, url }: Button): boolean {
  return type === 'OTP' || (url ?? '').startsWith(otpAddress)
}
