import { go, route } from '../app/shell/route.ts'
import { seen } from '../app/open-conversation.ts'
import { useKey, type Key } from '../keyboard/keys.ts'
import { act } from '../app/shell/act.ts'
import { cursor, dealWith } from './cursor.ts'

/** What was pressed on a row, to be done by the conversation once it is open. */
let carried: { readonly key: Key; readonly to: string } | null = null

export function takeCarried(): Key | null {
  const key = carried?.key ?? null
  carried = null
  return key
}

/** Its code is still being fetched: what is typed meanwhile is a letter for it, and no command to the list. */
function isOnItsWay(): boolean {
  const at = route.peek()
  return carried !== null && at.screen === 'inbox' && at.conversation === carried.to
}

/** The keys of a conversation also work on the row somebody stands on. */
export function useRowKeys(open: string | null): void {
  useKey('e', () => {
    if (isOnItsWay()) return true
    const id = cursor.peek()
    if (open || !id) return false
    void resolve(id)
    return true
  })
  const carry = (key: Key) => {
    if (isOnItsWay()) return true
    const id = cursor.peek()
    const at = route.peek()
    if (open || !id || at.screen !== 'inbox') return false
    carried = { key, to: id }
    go({ ...at, conversation: id })
    return true
  }
  useKey('r', () => carry('r'))
  useKey('n', () => carry('n'))
  useKey('a', () => carry('a'))
  useKey('s', () => carry('s'))
}

async function resolve(conversation: string): Promise<void> {
  dealWith(conversation)
  const { ofCustomer } = await seen(conversation)
  await act({ type: 'conversation.resolve', conversation, seen: ofCustomer })
}
