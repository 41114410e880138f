import type { Phone } from '../../../shared/protocol/emulator.ts'
import type { VendorAccount } from '../stand-in.ts'
import type { Dialect } from './dialect.ts'

/** Items of `messaging`, field by field as Meta documents them. Times are milliseconds. */
export type MetaEvent = Readonly<Record<string, unknown>>

export type Between = { readonly account: VendorAccount; readonly phone: Phone }

export function fromCustomer({ account, phone }: Between, at: number, part: object): MetaEvent {
  return { sender: { id: phone.id }, recipient: { id: account.account }, timestamp: at, ...part }
}

/** What the business sent comes back, from whichever app. Source: Meta, "message_echoes". */
export function echo({ account, phone }: Between, at: number, message: object): MetaEvent {
  return {
    sender: { id: account.account },
    recipient: { id: phone.id },
    timestamp: at,
    message: { is_echo: true, app_id: 1_517_776_481_860_111, ...message }
  }
}

/** One call. Source: Meta, "Webhooks", "Event notifications": several events may come at once. */
export function hookOf({ object }: Dialect, { account }: VendorAccount, events: readonly MetaEvent[]): object {
  return { object, entry: [{ id: account, time: Date.now(), messaging: events }] }
}
