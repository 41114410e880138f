import * as v from 'valibot'
import { otherTemplate, type BeyondUs, type OtherTemplate } from '../../../shared/inboxes/events.ts'
import { isObject, list } from '../reading.ts'

/** What it takes to send one, by the name of a component, of a heading's format or of a button. Source: Meta, "Template components". */
const needs: ReadonlyMap<unknown, BeyondUs> = new Map<unknown, BeyondUs>([
  ['CAROUSEL', 'cards'],
  ['LIMITED_TIME_OFFER', 'offer'],
  ['GIF', 'moving-picture'],
  ['PRODUCT', 'product'],
  ['CATALOG', 'product'],
  ['MPM', 'product'],
  ['SPM', 'product'],
  ['FLOW', 'form'],
  ['ORDER_DETAILS', 'payment'],
  ['ORDER_STATUS', 'payment'],
  ['VOICE_CALL', 'call'],
  ['CALL_PERMISSION_REQUEST', 'call']
])

/** A template that cannot be sent from here, by its name; `undefined`: it has none that could be looked for. */
export function otherTemplateIn(told: unknown): OtherTemplate | undefined {
  if (!isObject(told)) return undefined
  const { name, language, components } = told
  const names = list(components)
    .filter(isObject)
    .flatMap(one => [
      one['type'],
      one['format'],
      ...list(one['buttons'])
        .filter(isObject)
        .map(button => button['type'])
    ])
  const found = names.map(one => needs.get(one)).find(Boolean) ?? 'other'
  const read = v.safeParse(otherTemplate, { name, language, needs: found })
  return read.success ? read.output : undefined
}
