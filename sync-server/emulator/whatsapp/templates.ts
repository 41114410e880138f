import type { Template } from '../../../shared/inboxes/events.ts'

const usualPage = 25

/** A page of the account's templates, as the Graph API lists them. The cursor is how many came before. */
export function templatePage(templates: readonly Template[], address: URL): object {
  const query = address.searchParams
  const from = Number(query.get('after') ?? 0) || 0
  const end = from + (Number(query.get('limit')) || usualPage)
  const data = templates.slice(from, end).map(({ name, language, category, body }, at) => ({
    name,
    language,
    status: 'APPROVED',
    category: category.toUpperCase(),
    parameter_format: 'POSITIONAL',
    components: [{ type: 'BODY', text: body }],
    id: String(600_000_000_000_000 + from + at)
  }))
  const next = new URL(address)
  next.searchParams.set('after', String(end))
  const paging = { cursors: { before: String(from), after: String(end) } }
  return { data, paging: templates.length > end ? { ...paging, next: next.href } : paging }
}
