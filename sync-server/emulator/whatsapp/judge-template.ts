import * as v from 'valibot'
import { longestCode } from '../../../shared/conversations/content-words.ts'
import { blanksOf, fillTemplate } from '../../../shared/inboxes/content.ts'
import type { Template, TemplateHead } from '../../../shared/inboxes/events.ts'
import { placesOf, underPlace, wordingOf } from '../../../shared/inboxes/content-words.ts'
import { takes } from '../../../shared/platforms/files.ts'
import { whatsapp } from '../../../shared/platforms/whatsapp.ts'
import type { Shelf, Shelved } from '../shelf.ts'
import { graphError, type GraphAnswer } from './graph-error.ts'
import { judgeFile } from './judge-file.ts'

const parameter = v.looseObject({
  type: v.string(),
  text: v.optional(v.string()),
  coupon_code: v.optional(v.string()),
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

export type TemplateLetter = { readonly kind: 'template'; readonly text: string; readonly file?: Shelved }
type Refused = { readonly refused: GraphAnswer }

/** What its customer gets, if every part is given as many parameters as it asks for, of their kind, by their names. */
export function judgeTemplate(
  message: unknown,
  templates: readonly Template[],
  uploads: Pick<Shelf, 'get'>
): TemplateLetter | Refused {
  if (!v.is(template, message)) {
    return refused(131008, "Parameters 'template.name' and 'template.language.code' are mandatory.")
  }
  const { name, language, components = [] } = message.template
  const approved = templates.find(one => one.name === name && one.language === language.code)
  if (!approved) return refused(132001, `template name (${name}) does not exist in ${language.code}`)
  const headed = approved.head && judgeHead(approved.head, components, uploads)
  if (headed && 'refused' in headed) return headed
  const place = approved.place && judgePlace(components)
  if (place && 'refused' in place) return place
  const given = judgeWords(approved, components)
  if ('refused' in given) return given
  const pressed = judgeButtons(approved, components, given.words[0])
  if ('refused' in pressed) return pressed
  const words = fillTemplate(wordingOf(approved), [...given.words, ...pressed.words])
  return { kind: 'template', text: underPlace(place, words), ...(headed && { file: headed.file }) }
}

/** The words are those that vendors' customers quote. */
function judgeHead(
  head: TemplateHead,
  components: readonly Component[],
  uploads: Pick<Shelf, 'get'>
): { readonly file: Shelved } | Refused {
  const [given, ...more] = components.find(one => one.type === 'header')?.parameters ?? []
  if (given?.type !== head) return mismatch(head.toUpperCase(), given)
  if (more.length > 0) return countMismatch('header', more.length + 1, 1)
  const letter = judgeFile(head, given, uploads)
  if ('refused' in letter) return letter
  const limit = whatsapp.heads?.[head]
  return limit && takes(limit, letter.file.mime)
    ? letter
    : refused(131053, `${letter.file.mime} cannot stand in the heading of a template.`)
}

const mapped = v.looseObject({
  type: v.literal('location'),
  location: v.looseObject({
    latitude: v.pipe(v.string(), v.regex(/^-?\d{1,2}(?:\.\d+)?$/)),
    longitude: v.pipe(v.string(), v.regex(/^-?\d{1,3}(?:\.\d+)?$/)),
    name: v.pipe(v.string(), v.minLength(1)),
    address: v.pipe(v.string(), v.minLength(1))
  })
})

/** All four are required. Source: Meta, "Location templates". What it says to half of a place is not documented. */
function judgePlace(components: readonly Component[]): { readonly name: string; readonly address: string } | Refused {
  const [given] = components.find(one => one.type === 'header')?.parameters ?? []
  if (given?.type !== 'location') return mismatch('LOCATION', given)
  return v.is(mapped, given)
    ? given.location
    : refused(131008, 'header: a location has a latitude, a longitude, a name and an address.')
}

function mismatch(expected: string, given: Parameter | undefined): Refused {
  const received = (given?.type ?? 'unknown').toUpperCase()
  return refused(132012, `header: Format mismatch, expected ${expected}, received ${received}`)
}

type Words = { readonly words: readonly string[] }

function judgeWords(approved: Template, components: readonly Component[]): Words | Refused {
  const { heading = 0, links = [], names = [], code } = placesOf(approved) ?? {}
  const inBody = blanksOf(wordingOf(approved)) - heading - links.length - (code?.as === 'coupon' ? 1 : 0)
  const named = (from: number, count: number) => Array.from({ length: count }, (_, at) => names[from + at])
  const given: Parameter[] = []
  for (const [part, asked] of [
    ['header', named(0, heading)],
    ['body', named(heading, inBody)]
  ] as const) {
    if (part === 'header' && (approved.head || approved.place)) continue
    const told = components.find(one => one.type === part)?.parameters ?? []
    if (told.length !== asked.length) return countMismatch(part, told.length, asked.length)
    const stranger = asked.find((one, at) => told[at]?.parameter_name !== one)
    if (stranger !== undefined) return refused(100, `${part}: Parameter name is missing or empty: ${stranger}`)
    given.push(...told)
  }
  return { words: given.map(one => one.text ?? '') }
}

/** Where a button leads, or what it copies. `password`: the code in the words above it. */
function judgeButtons(approved: Template, components: readonly Component[], password = ''): Words | Refused {
  const { links = [], code, form } = placesOf(approved) ?? {}
  const words: string[] = []
  for (const at of links) {
    const [given] = onButton(components, 'url', at)
    if (given?.text === undefined) return lacking('Url', at)
    words.push(given.text)
  }
  if (form !== undefined && onButton(components, 'flow', form)[0]?.type !== 'action') return lacking('Flow', form)
  if (!code) return { words }
  const isCoupon = code.as === 'coupon'
  const [given] = onButton(components, isCoupon ? 'copy_code' : 'url', code.at)
  const copied = isCoupon ? given?.coupon_code : given?.text
  if (copied === undefined || copied === '') return lacking(isCoupon ? 'CopyCode' : 'Url', code.at)
  // Nothing is documented of what it answers to these.
  if (copied.length > longestCode) return refused(131009, `buttons: a code has at most ${longestCode} characters.`)
  if (!isCoupon && copied !== password) return refused(131009, 'buttons: the code is not that of the body.')
  return { words: isCoupon ? [...words, copied] : words }
}

function onButton(components: readonly Component[], sub: string, at: number): readonly Parameter[] {
  const button = components.find(
    ({ type, sub_type, index }) => type === 'button' && sub_type === sub && String(index) === String(at)
  )
  return button?.parameters ?? []
}

const lacking = (kind: string, at: number) =>
  refused(131008, `buttons: Button at index ${at} of type ${kind} requires a parameter`)

const countMismatch = (part: string, told: number, asked: number) =>
  refused(
    132000,
    `${part}: number of localizable_params (${told}) does not match the expected number of params (${asked})`
  )

const refused = (code: number, details: string): Refused => ({ refused: graphError(code, details) })
