import type { Handle } from '../../shared/contacts/events.ts'

/** Who is behind a handle: `sync-server/contacts` knows. A claim is on disk before anything is told of the person. */
export type People = {
  /** One person for each set of handles, with those of them that are theirs; whom nobody knows becomes somebody. */
  claim(tenant: string, people: readonly (readonly Handle[])[]): Promise<readonly Person[]>
  /** The contact behind each set of handles, where there is one. */
  find(tenant: string, people: readonly (readonly Handle[])[]): Promise<readonly (string | undefined)[]>
  /** Was whoever had one of these handles erased, and nobody has come with it since? */
  wasErased(tenant: string, handles: readonly Handle[]): Promise<boolean>
  /** The one conversation of a contact on an inbox. */
  conversationOf(tenant: string, inbox: string, contact: string): string
  /** The one beside it, of what was said before there was an inbox. */
  historyOf(tenant: string, inbox: string, contact: string): string
}

export type Person = { readonly contact: string; readonly handles: readonly Handle[] }
