import type { Content } from '../../../shared/conversations/content.ts'
import { codeIn } from '../../../shared/conversations/content-words.ts'

type Chosen = Pick<Extract<Content, { kind: 'template' }>, 'parameters' | 'places' | 'place'>

/**
 * The parameters, each in the part of the template where it stands. `head`: the file in its heading.
 * Source: Meta, "Template messages": text and media headers, bodies, URL buttons, named parameters; "Location templates";
 * "Coupon code templates"; "Sending a Flow", whose token is `unused` where none is asked for; "Authentication templates", where the button has the code of the body once more.
 */
export function componentsOf(chosen: Chosen, head: object | null = null): object[] {
  const { parameters, places } = chosen
  const { heading = 0, links = [], names = [], code, form } = places ?? {}
  const said = parameters.map((text, at) => ({
    type: 'text',
    ...(names[at] !== undefined && { parameter_name: names[at] }),
    text
  }))
  const inButtons = said.length - links.length - (code?.as === 'coupon' ? 1 : 0)
  const body = said.slice(heading, inButtons)
  const ends = said.slice(inButtons)
  const headed = head ?? placePart(chosen.place)
  const header = headed ? [headed] : said.slice(0, heading)
  return [
    ...(header.length > 0 ? [{ type: 'header', parameters: header }] : []),
    ...(body.length > 0 ? [{ type: 'body', parameters: body }] : []),
    ...links.map((index, at) => button('url', index, ends[at])),
    ...(code ? [codeButton(code, codeIn(chosen))] : []),
    ...(form === undefined ? [] : [button('flow', form, { type: 'action', action: { flow_token: 'unused' } })])
  ]
}

/** Numbers go as text. */
function placePart(place: Chosen['place']): object | null {
  if (!place) return null
  const { latitude, longitude, name, address } = place
  return { type: 'location', location: { latitude: String(latitude), longitude: String(longitude), name, address } }
}

function codeButton({ at, as }: { at: number; as: 'coupon' | 'password' }, code: string | undefined): object {
  return as === 'coupon'
    ? button('copy_code', at, { type: 'coupon_code', coupon_code: code })
    : button('url', at, { type: 'text', text: code })
}

function button(sub_type: string, index: number, parameter: object | undefined): object {
  return { type: 'button', sub_type, index: String(index), parameters: [parameter] }
}
