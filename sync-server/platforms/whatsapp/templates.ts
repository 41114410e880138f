import { look } from '../meta/look.ts'
import type { FoundTemplates } from '../found-templates.ts'
import type { Reaching } from '../port.ts'
import { isObject, part } from '../reading.ts'
import type { InboxSecret } from '../secrets.ts'
import { otherTemplateIn } from './other-template.ts'
import { templateIn } from './template-in.ts'
import { rulingOn } from './verdict.ts'

const fields = 'name,language,status,category,parameter_format,components'
const aPage = 100
/** A verified business has up to 6000. */
const mostPages = 100
/** As many as an inbox keeps. */
const mostKept = 250

/**
 * All approved templates of the business account, page by page. The address of the next page that an answer has is not
 * followed, only its cursor: the token goes nowhere but to where the API is.
 * Source: Meta, "WhatsApp Business Management API", "Message templates".
 */
export async function findTemplates(
  { business, accessToken }: InboxSecret,
  reaching: Reaching
): Promise<FoundTemplates> {
  if (!business) {
    return notFound('The WhatsApp Business account ID of this inbox is not known. Enter it with the secrets.')
  }
  const approved: unknown[] = []
  let after = ''
  for (let page = 0; page < mostPages; page++) {
    const query = new URLSearchParams({ fields, limit: String(aPage), ...(after && { after }) })
    const looked = await look(
      `${encodeURIComponent(business)}/message_templates?${query.toString()}`,
      accessToken,
      reaching
    )
    if (looked.result === 'unreached') return notFound('WhatsApp cannot be reached.')
    if (looked.result === 'refused') return notFound(refusal(looked.code, looked.words))
    const { data } = isObject(looked.answer) ? looked.answer : {}
    if (!Array.isArray(data)) return notFound('WhatsApp answered with something else than a list.')
    approved.push(...data.filter(one => isObject(one) && one['status'] === 'APPROVED'))
    const paging = part(looked.answer, 'paging')
    const next = part(paging, 'cursors')['after']
    if (paging['next'] === undefined || typeof next !== 'string' || next === after) break
    after = next
  }
  const templates = inOrder(approved.flatMap(one => templateIn(one) ?? []))
  const beyond = approved.filter(one => templateIn(one) === undefined)
  return {
    result: 'found',
    templates: templates.slice(0, mostKept),
    others: inOrder(beyond.flatMap(one => otherTemplateIn(one) ?? [])).slice(0, mostKept),
    leftOut: approved.length - Math.min(templates.length, mostKept)
  }
}

function notFound(why: string): FoundTemplates {
  return { result: 'not-found', why }
}

function refusal(code: number | null, told: string): string {
  if (code === 10 || code === 200) {
    return 'The access token may not see templates: it needs whatsapp_business_management.'
  }
  if (code === 100) return 'The access token sees no WhatsApp Business account of this ID.'
  return (code === null ? undefined : rulingOn(code)?.words) ?? told
}

function inOrder<T extends { name: string; language: string }>(templates: readonly T[]): readonly T[] {
  return templates.toSorted((a, b) => compare(a.name, b.name) || compare(a.language, b.language))
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
