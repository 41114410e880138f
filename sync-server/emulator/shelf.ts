import { randomInt } from 'node:crypto'

/** A file that the business sent, before and after a message names it. */
export type Shelved = { readonly id: string; readonly mime: string; readonly name: string; readonly body: Blob }

export type Shelf = {
  put(file: Omit<Shelved, 'id'>): Shelved
  get(id: string): Shelved | undefined
}

/** Vendors keep them for months; this is a memory. */
const mostKept = 100

export function openShelf(): Shelf {
  const kept = new Map<string, Shelved>()
  return {
    get: id => kept.get(id),
    put(file) {
      const id = String(randomInt(1e11, 1e12))
      const shelved = { ...file, id }
      kept.set(id, shelved)
      const oldest = kept.keys().next()
      if (kept.size > mostKept && !oldest.done) kept.delete(oldest.value)
      return shelved
    }
  }
}

/** What a phone shows of it. */
export function shownOf({ id, name, mime, body }: Shelved) {
  return { id, name, mime, bytes: body.size }
}

/** As the page with the phones shows it: pictures in place, and nothing that could act on its own. */
export function served(file: Shelved): Response {
  const isPicture = /^image\/(?:jpeg|png|gif|webp)$/.test(file.mime)
  const headers = {
    'content-type': isPicture ? file.mime : 'application/octet-stream',
    'content-disposition': isPicture ? 'inline' : 'attachment',
    'content-security-policy': "default-src 'none'; sandbox"
  }
  return new Response(file.body, { headers })
}
