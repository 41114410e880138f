import { go, route } from '../app/shell/route.ts'
import { seen } from '../app/open-conversation.ts'
import { useKey, type Key } from '../keyboard/keys.ts'
import { act } from '../app/shell/act.ts'
import { cursor, dealWith } from './cursor.ts'

/** What was pressed on a row, to be done by the conversation once it is open. */
let carried: Key | null = null

export function takeCarried(): Key | null {
  const key = carried
  carried = null
  return key
}

/** The keys of a conversation also work on the row somebody stands on. */
export function useRowKeys(open: string | null): void {
  useKey('e', () => {
    const id = cursor.peek()
    if (open || !id) return false
    void resolve(id)
    return true
  })
  const carry = (key: Key) => {
    const id = cursor.peek()
    const at = route.peek()
    if (open || !id || at.screen !== 'inbox') return false
    carried = key
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
