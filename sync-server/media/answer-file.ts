import { Readable } from 'node:stream'
import type { Context } from 'hono'
import { rangeOf } from './range.ts'
import type { FileStore } from './store.ts'

export type Answered = {
  readonly tenant: string
  readonly file: string
  readonly size: number
  readonly headers: Readonly<Record<string, string>>
}

/** What a browser draws or plays and never runs. Everything else is only ever saved: an SVG or a page has scripts. */
const shown = /^(?:image\/(?:jpeg|png|gif|webp|avif|heic|bmp)|audio\/[\w.+-]+|video\/(?:mp4|webm|quicktime|3gpp|ogg))$/

export function isShown(mime: string): boolean {
  return shown.test(mime)
}

/** Also where somebody opens a file by itself: nothing in it runs, or asks for anything. */
export const inert = "default-src 'none'; sandbox"

/** Who only asks what there is gets no body: one that nobody reads would stay open. */
export function bodyFor(context: Context, open: () => Readable): ReadableStream | null {
  return context.req.method === 'HEAD' ? null : (Readable.toWeb(open()) as ReadableStream)
}

/** A file, or the part of it that is asked for. */
export function answerFile(context: Context, store: FileStore, { tenant, file, size, headers }: Answered): Response {
  const range = rangeOf(context.req.header('range'), size)
  const all = { ...headers, 'Accept-Ranges': 'bytes', 'Content-Security-Policy': inert }
  if (range === 'unsatisfiable') return context.body(null, 416, { ...all, 'Content-Range': `bytes */${size}` })
  const body = bodyFor(context, () => store.read(tenant, file, range))
  const measured = { ...all, 'Content-Length': String(range ? range.end - range.start + 1 : size) }
  if (!range) return context.newResponse(body, 200, measured)
  return context.newResponse(body, 206, { ...measured, 'Content-Range': `bytes ${range.start}-${range.end}/${size}` })
}

/** A picture as it is seen in a conversation: all of it, whatever part is asked for. */
export function answerSmall(
  context: Context,
  small: Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>>
): Response {
  return context.newResponse(small, 200, {
    ...headers,
    'Content-Disposition': 'inline',
    'Content-Length': String(small.length),
    'Content-Security-Policy': inert,
    'Content-Type': 'image/webp'
  })
}
