import { Readable } from 'node:stream'
import { Hono } from 'hono'
import * as v from 'valibot'
import { id } from '../../shared/kernel/message.ts'
import type { Actors } from '../actors/actors.ts'
import type { Roster } from '../identity/roster.ts'
import { signInOf } from '../identity/routes.ts'
import type { SignIns } from '../identity/sign-ins.ts'
import type { Files } from './files.ts'
import { rangeOf } from './range.ts'

export type MediaParts = {
  readonly signIns: SignIns
  readonly roster: Roster
  readonly actors: Actors
  readonly files: Files
}

/** What a browser draws or plays and never runs. Everything else is only ever saved: an SVG or a page has scripts. */
const shown = /^(?:image\/(?:jpeg|png|gif|webp|avif|heic|bmp)|audio\/[\w.+-]+|video\/(?:mp4|webm|quicktime|3gpp|ogg))$/

/**
 * `/media/<conversation>/<file>`: a file, for the agents who work in its conversation's inbox. To everybody else
 * there is no such file. Its name is the hash of its bytes, so whoever has it never needs to ask again.
 */
export function mediaRoutes({ signIns, roster, actors, files }: MediaParts): Hono {
  const routes = new Hono()
  routes.get('/:conversation/:file{[0-9a-f]{64}}', async context => {
    const { conversation, file } = context.req.param()
    const signIn = await signInOf(context, signIns)
    if (!signIn) return context.text('signed out', 401)
    const { tenant, agent } = signIn
    // The database takes no NUL, and what is no id is nobody's conversation.
    const row = v.is(id, conversation) ? await files.rows.of(tenant, conversation, file) : undefined
    const size = row && (await mayRead(tenant, agent, conversation)) ? await files.store.size(tenant, file) : undefined
    if (!row || size === undefined) return context.text('no such file', 404)
    const isShown = shown.test(row.mime)
    const headers = {
      'Accept-Ranges': 'bytes',
      'Cache-Control': 'private, max-age=31536000, immutable',
      'Content-Disposition': isShown ? 'inline' : 'attachment',
      // Also where somebody opens it by itself: nothing in it runs, or asks for anything.
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Content-Type': isShown ? row.mime : 'application/octet-stream',
      'Cross-Origin-Resource-Policy': 'same-origin'
    }
    const range = rangeOf(context.req.header('range'), size)
    if (range === 'unsatisfiable') {
      return context.body(null, 416, { ...headers, 'Content-Range': `bytes */${size}` })
    }
    const body = Readable.toWeb(files.store.read(tenant, file, range)) as ReadableStream
    const length = range ? range.end - range.start + 1 : size
    const measured = { ...headers, 'Content-Length': String(length) }
    if (!range) return context.body(body, 200, measured)
    return context.body(body, 206, { ...measured, 'Content-Range': `bytes ${range.start}-${range.end}/${size}` })
  })
  return routes

  async function mayRead(tenant: string, agent: string, conversation: string): Promise<boolean> {
    const context = (await roster.of(tenant)).contextOf(agent, Date.now())
    const { inbox, status } = await actors.state(tenant, 'conversation', conversation)
    return status !== 'unknown' && context.reaches(inbox)
  }
}
