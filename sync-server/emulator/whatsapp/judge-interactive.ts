import * as v from 'valibot'
import { graphError, type GraphAnswer } from './graph-error.ts'

const upTo = (most: number) =>
  v.pipe(
    v.string(),
    v.minLength(1),
    v.check(text => Array.from(text).length <= most)
  )
const body = v.looseObject({ text: upTo(1024) })
const interactive = v.variant('type', [
  v.looseObject({
    type: v.literal('button'),
    body,
    action: v.looseObject({
      buttons: v.pipe(
        v.array(v.looseObject({ type: v.literal('reply'), reply: v.looseObject({ id: upTo(256), title: upTo(20) }) })),
        v.minLength(1),
        v.maxLength(3)
      )
    })
  }),
  v.looseObject({
    type: v.literal('list'),
    body,
    action: v.looseObject({
      button: upTo(20),
      sections: v.pipe(
        v.array(
          v.looseObject({
            rows: v.array(v.looseObject({ id: upTo(200), title: upTo(24), description: v.optional(upTo(72)) }))
          })
        ),
        v.minLength(1),
        v.maxLength(10)
      )
    })
  })
])

type Asked = { readonly text: string; readonly choices: readonly { readonly id: string; readonly title: string }[] }

/** Reads reply buttons and lists as the Graph API would. Source: Meta, "Interactive reply buttons", "Interactive list". */
export function judgeInteractive(outer: Record<string, unknown>): Asked | { readonly refused: GraphAnswer } {
  const read = v.safeParse(interactive, outer['interactive'])
  if (!read.success) return refused(`Param interactive['${v.getDotPath(read.issues[0]) ?? ''}'] is not valid.`)
  const { output } = read
  const choices =
    output.type === 'button'
      ? output.action.buttons.map(({ reply: { id, title } }) => ({ id, title }))
      : output.action.sections.flatMap(({ rows }) => rows.map(({ id, title }) => ({ id, title })))
  if (choices.length === 0 || choices.length > 10) return refused('A list has 1 to 10 rows.')
  const isTwice = new Set(choices.map(({ title }) => title)).size < choices.length
  if (isTwice && output.type === 'button') return refused('Button titles are not unique.')
  return { text: output.body.text, choices }
}

function refused(details: string): { readonly refused: GraphAnswer } {
  return { refused: graphError(131009, details) }
}
