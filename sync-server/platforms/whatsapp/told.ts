import type { Report } from '../port.ts'
import { idFrom, isObject, name, part, unread, withRest, wordOf, words, type Item } from '../reading.ts'
import { cardsIn, said } from './said.ts'

/** Source: Meta, "Calling API", "Obtain user call permissions". */
const callPermissions: ReadonlyMap<unknown, string> = new Map([
  ['accept', 'the customer allows this number to call them'],
  ['reject', 'the customer does not want to be called']
])

function notice(what: string, text: string, who: Teller, item: unknown): Report {
  return { kind: 'notice', ...who, what, text, raw: JSON.stringify(item) }
}

type Teller = Pick<Extract<Report, { kind: 'message' }>, 'id' | 'at' | 'handles' | 'name'>

/** What one item of `messages` tells: mostly something said, sometimes what became of something said before. */
export function toldBy(who: Teller, type: string, message: Item, item: unknown): readonly Report[] {
  const { id, at, handles } = who
  switch (type) {
    case 'reaction': {
      if (message['group_id'] !== undefined) return [unread('is a reaction in a group', item)]
      const { message_id, emoji } = part(message, 'reaction')
      const of = name(message_id)
      if (of === undefined) return [unread('reacts to nothing', item)]
      // An empty emoji, or none, takes it away.
      const emojis = typeof emoji === 'string' && emoji !== '' && emoji.length <= 64 ? [emoji] : []
      return [{ kind: 'reaction', id, at, handles, of: idFrom(of), emojis }]
    }
    case 'revoke': {
      const original = name(part(message, 'revoke')['original_message_id'])
      if (original === undefined) return [unread('revokes nothing', item)]
      return [{ kind: 'unsent', id, at, handles, message: idFrom(original) }]
    }
    case 'edit': {
      const { original_message_id, message: edited } = part(message, 'edit')
      const original = name(original_message_id)
      const kind = isObject(edited) ? name(edited['type']) : undefined
      if (original === undefined || kind === undefined || !isObject(edited)) return [unread('edits nothing', item)]
      // Only the whole says where it was said.
      const { content, whole } = said(kind, { ...edited, group_id: message['group_id'] }, item)
      return withRest({ kind: 'edit', id, at, handles, message: idFrom(original), content }, whole, item)
    }
    case 'system': {
      const system = part(message, 'system')
      const what = wordOf(name(system['type']) ?? 'system')
      return [notice(what, words(system['body']) ?? '', who, item)]
    }
    case 'request_welcome':
      return [notice('opened-chat', 'the customer opened the chat', who, item)]
    case 'interactive': {
      const permission = part(part(message, 'interactive'), 'call_permission_reply')
      const text = callPermissions.get(name(permission['response']))
      if (text === undefined) break
      return [notice('call-permission', text, who, item)]
    }
    case 'contacts': {
      const content = message['group_id'] === undefined ? cardsIn(message) : undefined
      if (content) return [{ kind: 'message', ...who, content }]
    }
  }
  const { content, whole } = said(type, message, item)
  return withRest({ kind: 'message', ...who, content }, whole, item)
}
