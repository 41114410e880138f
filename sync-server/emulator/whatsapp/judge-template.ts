import * as v from 'valibot'
import { blanksOf, fillTemplate } from '../../../shared/inboxes/content.ts'
import type { Template } from '../../../shared/inboxes/events.ts'
import { placesOf, wordingOf } from '../../../shared/inboxes/content-words.ts'
import { graphError, type GraphAnswer } from './graph-error.ts'

const parameter = v.looseObject({
  type: v.string(),
  text: v.optional(v.string()),
  parameter_name: v.optional(v.string())
})
type Parameter = v.InferOutput<typeof parameter>

const template = v.looseObject({
  type: v.literal('template'),
  template: v.looseObject({
    name: v.string(),
    language: v.looseObject({ code: v.string() }),
    components: v.optional(
      v.array(
        v.looseObject({
          type: v.string(),
          sub_type: v.optional(v.string()),
          index: v.optional(v.union([v.string(), v.number()])),
          parameters: v.optional(v.array(parameter))
        })
      )
    )
  })
})
type Component = NonNullable<v.InferOutput<typeof template>['template']['components']>[number]

export type TemplateLetter = { readonly kind: 'template'; readonly text: string }

/** What its customer reads, if every part is given as many parameters as it asks for, by the names it has for them. */
export function judgeTemplate(
  message: unknown,
  templates: readonly Template[]
): TemplateLetter | { readonly refused: GraphAnswer } {
  if (!v.is(template, message)) {
    return refused(131008, "Parameters 'template.name' and 'template.language.code' are mandatory.")
  }
  const { name, language, components = [] } = message.template
  const approved = templates.find(one => one.name === name && one.language === language.code)
  if (!approved) return refused(132001, `template name (${name}) does not exist in ${language.code}`)

  const wording = wordingOf(approved)
  const { heading = 0, links = [], names = [] } = placesOf(approved) ?? {}
  const inBody = blanksOf(wording) - heading - links.length
  const named = (from: number, count: number) => Array.from({ length: count }, (_, at) => names[from + at])
  const given: Parameter[] = []
  for (const [part, isIt, asked] of [
    ['header', (one: Component) => one.type === 'header', named(0, heading)],
    ['body', (one: Component) => one.type === 'body', named(heading, inBody)],
    ...links.map(at => [`button ${at}`, isButton(at), [undefined]] as const)
  ] as const) {
    const told = components.find(isIt)?.parameters ?? []
    if (told.length !== asked.length) {
      return refused(
        132000,
        `${part}: number of localizable_params (${told.length}) does not match the expected number of params (${asked.length})`
      )
    }
    const stranger = asked.find((one, at) => told[at]?.parameter_name !== one)
    if (stranger !== undefined) return refused(100, `${part}: Parameter name is missing or empty: ${stranger}`)
    given.push(...told)
  }
  const words = given.map(one => one.text ?? '')
  return { kind: 'template', text: fillTemplate(wording, words) }
}

const isButton =
  (at: number) =>
  ({ type, sub_type, index }: Component) =>
    type === 'button' && sub_type === 'url' && String(index) === String(at)

const refused = (code: number, details: string) => ({ refused: graphError(code, details) })
