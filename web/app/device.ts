import { signal, type ReadonlySignal } from '@preact/signals'
import type { AnyRefusal, ClientCommand } from '../../shared/catalog.ts'
import type { PageItem } from '../../shared/conversations/page-item.ts'
import type { Document } from '../log/document.ts'
import type { OwnFiles } from './own-files.ts'

type WithoutBase<C> = C extends unknown ? Omit<C, 'id' | 'at'> : never

/** What a screen wants: a command before it got its id and its moment. */
export type Wish = WithoutBase<ClientCommand>

/**
 * `not-stored`: this device could not keep the words; they must stay in the composer.
 * `already-sent`: this shared draft went a moment ago, with other words.
 */
export type DispatchRefusal = AnyRefusal | { readonly reason: 'not-stored' } | { readonly reason: 'already-sent' }

export type Dispatched =
  | {
      readonly accepted: true
      readonly id: string
      /**
       * Takes it back: withdrawn while it has not gone, afterwards by the opposite command. `false`: too late.
       * Absent where nothing can be taken back (a mark-read).
       */
      readonly undo?: () => Promise<boolean>
    }
  | { readonly accepted: false; readonly refusal: DispatchRefusal }

/** One thing on the page of an open conversation. */
export type Item = PageItem & {
  /** The server has not confirmed it: its ladder is a clock. */
  readonly onDevice: boolean
  /** Why it will probably be refused, as things stand. The server has the last word, and the words are kept. */
  readonly doubt: AnyRefusal | null
}

/** What the agent has before them: goes into `seen` of a reply, a resolve, a snooze. */
export type Seen = { readonly ofOthers: string | null; readonly ofCustomer: string | null }

export type OlderAnswer = 'more' | 'complete' | 'offline'

export type OpenConversation = {
  /** Oldest first; confirmed and hoped; the same `id` from hope to confirmation. */
  readonly items: ReadonlySignal<readonly Item[]>
  /** False until the first paint from the store. */
  readonly painted: ReadonlySignal<boolean>
  readonly hasOlder: ReadonlySignal<boolean>
  /** Puts older items before the others: from this device, else from the server. */
  older(): Promise<OlderAnswer>
  dispose(): void
}

export type DraftMode = 'reply' | 'note'
/** What is kept of a composer. `choices`: what may be pressed under the reply, a line each. `answered`: a message's id. */
export type Drafted = DraftMode | 'choices' | 'answered'

export type Found = {
  readonly conversation: string
  /** `null`: found by the person or a label, not by a message. */
  readonly message: string | null
  readonly at: number
  readonly snippet: string
  /** Where the words stand in `snippet`, as [from, to). */
  readonly marks: readonly (readonly [number, number])[]
}

/** What leaves the device with its person: the conversations, or these and every word not sent yet. */
export type Leaving = 'keep-unsent' | 'forget-everything'

/** One person on one device: all that is under the screens. Opened by `open-device.ts`. */
export type Device = {
  /** `id`: that of a shared draft, which goes once, however many send it. */
  dispatch(wish: Wish, id?: string): Promise<Dispatched>
  withdraw(id: string): Promise<ClientCommand | null>
  discardRefused(id: string): Promise<void>
  seen(conversation: string): Promise<Seen>
  openConversation(conversation: string): OpenConversation
  readDraft(conversation: string, what: Drafted): Promise<string>
  /** Fills the document with what this device kept, and keeps it from now on. */
  openDraft(conversation: string, document: Document): Promise<void>
  closeDraft(conversation: string, document: Document): Promise<void>
  /** The words that were sent under this id from anywhere, as far as this device knows. */
  sentUnder(id: string): Promise<string | null>
  writeDraft(conversation: string, what: Drafted, text: string): void
  flushDrafts(): Promise<void>
  /** The files that are sent from here. */
  ownFiles(): Promise<OwnFiles>
  /** A file that could not be brought to the server is tried at once. */
  bringAgain(): void
  search(query: string, most: number): Promise<readonly Found[]>
  unsent(): Promise<{ readonly commands: number; readonly drafts: number }>
  /** The socket goes, the tab leaves the others, the databases close, and as told some of them go. */
  close(how?: Leaving): Promise<void>
}

let current: Device | null = null
/** There from when a first screen may be drawn until the device is open. */
let opening: Promise<Device> | null = null
const there = signal(false)

/** Is there a device to work on? What a first screen shows is there before it. */
export const isThere: ReadonlySignal<boolean> = there

export function useDevice(device: Device | null): void {
  current = device
  opening = null
  there.value = device !== null
}

export function expectDevice(device: Promise<Device>): void {
  opening = device
}

/** Whoever wishes something from a screen that was drawn a moment ago is heard when the device is open. */
export async function deviceSoon(): Promise<Device> {
  return opening ?? device()
}

export function isCurrent(device: Device | null): boolean {
  return device !== null && device === current
}

/** `null`: nobody is signed in. */
export function whoeverIsIn(): Device | null {
  return current
}

/** @throws when nobody is signed in: no screen that needs a device is shown then. */
export function device(): Device {
  if (!current) throw new Error('nobody is signed in on this device')
  return current
}
