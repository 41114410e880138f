import * as v from 'valibot'
import { chatUp, type ChatDown, type ChatUp } from '../../../shared/protocol/webchat.ts'

const uuid = v.pipe(v.string(), v.uuid())
const anySay = v.object({ type: v.literal('say'), id: uuid, text: v.string() })
const anyFile = v.object({ type: v.picklist(['stay', 'send-file']), id: uuid })

/** What cannot be read is refused by its id where it has one: the page keeps the words and shows why. */
export function readFrame(text: string): { readonly frame: ChatUp } | { readonly refusal: ChatDown } {
  const json = parse(text)
  const read = v.safeParse(chatUp, json)
  if (read.success) return { frame: read.output }
  const said = v.safeParse(anySay, json)
  const reason = said.success && said.output.text.length > 20_000 ? 'too-long' : 'not-understood'
  const id = said.success ? said.output.id : v.is(anyFile, json) ? json.id : null
  return { refusal: { type: 'refused', id, reason } }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text, (_key, value: unknown) => (typeof value === 'string' ? whole(value) : value))
  } catch {
    return undefined
  }
}

/** Half a surrogate pair or a NUL is no character: not every reader of the log could live with one. */
function whole(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}
