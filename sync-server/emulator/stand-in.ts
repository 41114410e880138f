import type { Strategy } from '../../shared/platforms/strategy.ts'
import type { Later, Phone, PhoneMessage, PhoneSays, StandInState } from '../../shared/protocol/emulator.ts'
import type { VendorRoutes } from './answering.ts'
import type { Hooks, Seal } from './hooks.ts'
import type { Past } from './past.ts'
import type { PhoneIds } from './phones.ts'
import type { Shelf } from './shelf.ts'
import type { World } from './world.ts'

/** A pretended account at a vendor: what the vendor would know of it. */
export type VendorAccount = {
  /** The business. */
  readonly name: string
  /** What customers write to, as a person reads it. */
  readonly address: string
  /** The inbox whose webhook this account calls. */
  readonly inbox: string
  /** The vendor's own id of it, as the inbox was connected with. */
  readonly account: string
  readonly appSecret: string
  readonly accessToken: string
  /** Customers who are there from the beginning. */
  readonly customers: readonly { readonly id: string; readonly name: string }[]
}

/** How one vendor is played. It knows the vendor's documentation, and nothing of how Daybook speaks to it. */
export type Role<A extends VendorAccount = VendorAccount> = {
  readonly strategy: Strategy
  readonly ids: PhoneIds
  readonly says: StandInState['says']
  /** What its customers may do to what they said, where it tells businesses of that. */
  readonly later?: Later
  /** The errors it may be asked to answer with. */
  knows(error: string): boolean
  /** How its webhooks are written and proved. */
  seal(account: A): Seal
  play(parts: RoleParts<A>): StandIn
  /** What it knows of a message by its id, where that shows on the phone. */
  recalled?(message: PhoneMessage): PhoneMessage
}

export type RoleParts<A extends VendorAccount = VendorAccount> = {
  readonly account: A
  readonly world: World
  readonly hooks: Hooks
  readonly shelf: Shelf
  /** What the phones showed before. */
  readonly past: Past
  /** Where Daybook listens, `http://127.0.0.1:8080`. */
  readonly origin: () => string
}

export type StandIn = {
  /** The vendor's API, to be mounted at `/emulator/<platform>`. */
  readonly routes: VendorRoutes
  /** The customer writes. In a sentence: why this customer cannot. */
  say(phone: Phone, says: PhoneSays): PhoneMessage | string
  /** The customer has changed this message, or taken it back, as it says: their app lets them, and the phone shows it. */
  changed?(phone: Phone, message: PhoneMessage, at: number): void
  /** The customer looks at the chat. */
  open(phone: Phone): void
  /** What waited for the phones to be switched on again arrives. */
  phonesOn(): void
  /** The mood is another one. */
  weatherChanged?(): void
  /** Opens servers of its own, where a vendor is not asked below `routes`. */
  listen?(): Promise<Doors>
}

/** Servers that only this machine reaches. */
export type Doors = {
  /** Of each, by the scheme of its address. */
  readonly ports: Readonly<Record<string, number>>
  close(): Promise<void>
}
