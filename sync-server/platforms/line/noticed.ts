import { longestRaw } from '../../../shared/conversations/content.ts'
import type { Report } from '../port.ts'
import { name, part, withRest, wordOf, words, type Item } from '../reading.ts'
import type { Told } from './event.ts'

type Notice = { readonly what: string; readonly text: string; readonly quiet?: true }

/** What is about the customer and no message; `undefined`: this is nothing of the kind. */
export function noticed({ type, id, at, handles, item }: Told): readonly Report[] | undefined {
  const notice = tellers.get(type)?.(item)
  if (!notice) return undefined
  const raw = JSON.stringify(item)
  return withRest({ kind: 'notice', id, at, handles, name: null, ...notice, raw }, raw.length <= longestRaw, item)
}

// A map, because a name comes from outside: an object would know `constructor` as well.
const tellers: ReadonlyMap<string, (item: Item) => Notice> = new Map(
  Object.entries({
    follow(item: Item) {
      const isBack = part(item, 'follow')['isUnblocked'] === true
      return isBack
        ? { what: 'unblocked', text: 'the customer lets the account write again' }
        : { what: 'followed', text: 'the customer added the account as a friend' }
    },
    unfollow: () => ({ what: 'blocked', text: 'the customer blocked the account, and nothing reaches them any more' }),
    /** In a group: of somebody we never met it is not worth a conversation. */
    memberJoined: () => ({ what: 'joined-group', text: 'the customer joined a group with the account', quiet: true }),
    memberLeft: () => ({ what: 'left-group', text: 'the customer left a group with the account', quiet: true }),
    videoPlayComplete(item: Item) {
      const video = words(part(item, 'videoPlayComplete')['trackingId'], 200)
      const text = `the customer watched a video to its end${video === undefined ? '' : `: ${video}`}`
      return { what: 'video-watched', text, quiet: true }
    },
    accountLink(item: Item) {
      const isLinked = part(item, 'link')['result'] === 'ok'
      const text = isLinked ? 'the customer linked their account' : 'the customer’s account could not be linked'
      return { what: 'account-link', text }
    },
    beacon(item: Item) {
      const { hwid, type } = part(item, 'beacon')
      const where = words(hwid, 200)
      const deed = beacons.get(name(type) ?? '') ?? 'was seen by a beacon'
      return { what: 'beacon', text: `the customer ${deed}${where === undefined ? '' : `: ${where}`}`, quiet: true }
    },
    /** Of a notification that went to a phone number. Source: LINE, "Delivery completion event". */
    delivery: () => ({ what: 'delivery', text: 'a notification reached the customer', quiet: true }),
    /** Of an account that several apps answer. Source: LINE, "Activated event", "Deactivated event". */
    activated: () => ({ what: 'activated', text: 'this app answers the customer now', quiet: true }),
    deactivated: () => ({ what: 'deactivated', text: 'another app answers the customer now', quiet: true }),
    membership(item: Item) {
      const kind = name(part(item, 'membership')['type']) ?? 'changed'
      return { what: 'membership', text: `the customer’s membership: ${wordOf(kind)}` }
    }
  } satisfies Record<string, (item: Item) => Notice>)
)

const beacons: ReadonlyMap<string, string> = new Map([
  ['enter', 'came near a beacon'],
  ['stay', 'is still near a beacon'],
  ['leave', 'left a beacon'],
  ['banner', 'tapped a beacon’s banner']
])
