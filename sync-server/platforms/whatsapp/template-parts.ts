import type { Content } from '../../../shared/conversations/content.ts'

type Chosen = Pick<Extract<Content, { kind: 'template' }>, 'parameters' | 'places'>

/**
 * The parameters, each in the part of the template where it stands.
 * Source: Meta, "Template messages": text headers, bodies, URL buttons, and named parameters.
 */
export function componentsOf({ parameters, places }: Chosen): object[] {
  const { heading = 0, links = [], names = [] } = places ?? {}
  const said = parameters.map((text, at) => ({
    type: 'text',
    ...(names[at] !== undefined && { parameter_name: names[at] }),
    text
  }))
  const body = said.slice(heading, said.length - links.length)
  const ends = said.slice(said.length - links.length)
  return [
    ...(heading > 0 ? [{ type: 'header', parameters: said.slice(0, heading) }] : []),
    ...(body.length > 0 ? [{ type: 'body', parameters: body }] : []),
    ...links.map((index, at) => ({ type: 'button', sub_type: 'url', index: String(index), parameters: [ends[at]] }))
  ]
}
