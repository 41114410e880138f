import { blanksOf } from '../../../shared/inboxes/content.ts'
import type { Template } from '../../../shared/inboxes/events.ts'

const usualPage = 25

/** A page of the account's templates, as the Graph API lists them. The cursor is how many came before. */
export function templatePage(templates: readonly Template[], address: URL): object {
  const query = address.searchParams
  const from = Number(query.get('after') ?? 0) || 0
  const end = from + (Number(query.get('limit')) || usualPage)
  const data = templates.slice(from, end).map((template, at) => ({
    name: template.name,
    language: template.language,
    status: 'APPROVED',
    category: template.category.toUpperCase(),
    parameter_format: template.names ? 'NAMED' : 'POSITIONAL',
    components: componentsOf(template),
    id: String(600_000_000_000_000 + from + at)
  }))
  const next = new URL(address)
  next.searchParams.set('after', String(end))
  const paging = { cursors: { before: String(from), after: String(end) } }
  return { data, paging: templates.length > end ? { ...paging, next: next.href } : paging }
}

/** Each part counts its blanks from 1, or has names for them. */
function componentsOf({ heading, head, place, body, footer, links, code, form, names }: Template): object[] {
  let before = 0
  const words = (text: string) => {
    const first = before
    before = Math.max(before, blanksOf(text))
    return text.replace(/\{\{(\d+)\}\}/g, (_, n: string) => `{{${names?.[Number(n) - 1] ?? Number(n) - first}}}`)
  }
  return [
    ...(heading === undefined ? [] : [{ type: 'HEADER', format: 'TEXT', text: words(heading) }]),
    ...(head === undefined
      ? []
      : [{ type: 'HEADER', format: head.toUpperCase(), example: { header_handle: [example] } }]),
    ...(place ? [{ type: 'HEADER', format: 'LOCATION' }] : []),
    { type: 'BODY', text: words(body) },
    ...(footer === undefined ? [] : [{ type: 'FOOTER', text: footer }]),
    ...(links || code || form ? [{ type: 'BUTTONS', buttons: buttonsOf(links ?? [], code, form) }] : [])
  ]
}

const example = 'https://scontent.whatsapp.net/v/example'

/** Between those that somebody fills in stand others. A button for one-time passwords is listed as one that leads somewhere. */
function buttonsOf(links: NonNullable<Template['links']>, code: Template['code'], form: Template['form']): object[] {
  const count = Math.max(...links.map(({ at }) => at), code?.at ?? 0, form?.at ?? 0) + 1
  return Array.from({ length: count }, (_, place) => {
    if (place === code?.at) {
      return code.as === 'coupon'
        ? { type: 'COPY_CODE', text: code.label, example: ['SAVE10'] }
        : { type: 'URL', text: code.label, url: otpAddress, example: [otpAddress.replace('{{1}}', '123456')] }
    }
    if (place === form?.at) return { type: 'FLOW', text: form.label, flow_id: '1', flow_action: 'NAVIGATE' }
    const link = links.find(({ at }) => at === place)
    if (!link) return { type: 'QUICK_REPLY', text: `Answer ${place + 1}` }
    return { type: 'URL', text: link.label, url: link.url.replace(/\{\{\d+\}\}/, '{{1}}') }
  })
}

const otpAddress = 'https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}'
