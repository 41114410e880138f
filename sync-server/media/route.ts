import { Hono, type Context } from 'hono'
import * as v from 'valibot'
import { keptFile } from '../../shared/conversations/content.ts'
import { id } from '../../shared/kernel/message.ts'
import type { Actors } from '../actors/actors.ts'
import { ownOriginOnly } from '../identity/origin.ts'
import type { Roster } from '../identity/roster.ts'
import { signInOf } from '../identity/routes.ts'
import type { SignIns } from '../identity/sign-ins.ts'
import { answerFile, answerSmall, bodyFor, inert, isShown } from './answer-file.ts'
import type { Files } from './files.ts'
import { largestPage, pageHeaders } from './page-headers.ts'
import {
  isForWantOfRoom,
  isHere,
  mostBytesOn,
  statusOf,
  takeFile,
  tooBigFor,
  type Brought,
  type NotTaken
} from './take-file.ts'

export type MediaParts = {
  readonly signIns: SignIns
  readonly roster: Roster
  readonly actors: Actors
  readonly files: Files
  readonly publicOrigin: string | undefined
}

/** Its bytes never change, but who may have them does: a browser that has it asks each time whether it may show it. */
const forGood = (etag: string) => ({ 'Cache-Control': 'private, no-cache', ETag: etag })
/** Asked again, it may be the small one. */
const notForGood = { 'Cache-Control': 'private, no-store' }
const ownOnly = { 'Cross-Origin-Resource-Policy': 'same-origin' }

/**
 * `/media/<conversation>/<file>`: a file, for the agents who work in its conversation's inbox. To everybody else
 * there is no such file. Its name is the hash of its bytes, so to whoever has it nothing is said but that it may still be
 * shown. They `PUT` there what they are about to send. `?size=small`: of a picture what is seen in a conversation, and the
 * file itself of what has no smaller one.
 */
export function mediaRoutes(parts: MediaParts): Hono {
  const routes = new Hono()
  readRoutes(routes, parts)
  bringRoute(routes, parts)
  return routes
}

function readRoutes(routes: Hono, parts: MediaParts): void {
  const { files } = parts
  routes.get('/:conversation/:file{[0-9a-f]{64}}', async context => {
    const asked = await fileFor(parts, context)
    if (asked instanceof Response) return asked
    const { tenant, row, size } = asked
    const small = context.req.query('size') === 'small' ? await files.small(tenant, row) : 'as-it-is'
    const etag = `"${row.file}${typeof small === 'string' ? '' : '-small'}"`
    const kept = small === 'not-now' ? notForGood : forGood(etag)
    if (small !== 'not-now' && context.req.header('if-none-match') === etag) {
      // A browser puts these in the place of those it has kept.
      return context.body(null, 304, { ...forGood(etag), ...ownOnly, 'Content-Security-Policy': inert })
    }
    if (typeof small !== 'string') return answerSmall(context, small, { ...kept, ...ownOnly })
    const headers = {
      ...kept,
      ...ownOnly,
      'Content-Disposition': isShown(row.mime) ? 'inline' : 'attachment',
      'Content-Type': isShown(row.mime) ? row.mime : 'application/octet-stream'
    }
    return answerFile(context, files.store, { tenant, file: row.file, size, headers })
  })
  // A customer's mail as the page it was, for a frame: see `page-headers.ts`.
  routes.get('/:conversation/:file{[0-9a-f]{64}}/page', async context => {
    const asked = await fileFor(parts, context)
    if (asked instanceof Response) return asked
    const { tenant, row, size } = asked
    if (size > largestPage) return context.text('no such page', 404)
    const body = bodyFor(context, () => files.store.read(tenant, row.file))
    return context.newResponse(body, 200, pageHeaders(context.req.query('pictures') === 'outside'))
  })
}

function bringRoute(routes: Hono, parts: MediaParts): void {
  const { signIns, actors, files, publicOrigin } = parts
  // Brought again it is the same file, so whoever was cut off in the middle simply begins anew.
  routes.put('/:conversation/:file{[0-9a-f]{64}}', ownOriginOnly(publicOrigin), async context => {
    const { conversation, file } = context.req.param()
    const signIn = await signInOf(context, signIns)
    if (!signIn) return context.json({ error: 'signed-out' }, 401)
    const { tenant, agent } = signIn
    const mime = context.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
    if (!v.is(keptFile.mime, mime)) return context.json({ refusal: { reason: 'file-not-what-it-says', mime } }, 415)
    if (!v.is(id, conversation) || !(await mayRead(parts, tenant, agent, conversation)))
      return context.json({ refusal: { reason: 'no-such-conversation' } }, 404)
    const { platform } = await actors.state(tenant, 'conversation', conversation)
    const taken = await take(files, { tenant, conversation, platform, file, mime }, context).catch(noRoom)
    if (taken === 'here') return context.json({ file })
    if (taken === 'no-room') return context.json({ error: taken }, 507)
    if (taken) return context.json({ refusal: taken }, statusOf[taken.reason])
    // The customer was erased while it came: what nobody may have is not kept.
    if (await mayRead(parts, tenant, agent, conversation)) return context.json({ file }, 201)
    await files.forget(tenant, conversation)
    return context.json({ refusal: { reason: 'no-such-conversation' } }, 404)
  })
}

/** `null`: it is here now. */
async function take(files: Files, told: Omit<Brought, 'body'>, { req }: Context): Promise<NotTaken | 'here' | null> {
  if (await isHere(files, told)) return 'here'
  if (Number(req.header('content-length') ?? 0) > mostBytesOn(told.platform)) return tooBigFor(told.platform)
  const body = req.raw.body ?? new ReadableStream<Uint8Array>({ start: empty => empty.close() })
  return takeFile(files, { ...told, body })
}

function noRoom(error: unknown): 'no-room' {
  if (isForWantOfRoom(error)) return 'no-room'
  throw error
}

/** To whoever may not have it there is no such file. */
async function fileFor(parts: MediaParts, context: Context) {
  const { conversation = '', file = '' } = context.req.param() as { conversation?: string; file?: string }
  const signIn = await signInOf(context, parts.signIns)
  if (!signIn) return context.text('signed out', 401)
  const { tenant, agent } = signIn
  // The database takes no NUL, and what is no id is nobody's conversation.
  const row = v.is(id, conversation) ? await parts.files.rows.of(tenant, conversation, file) : undefined
  const size =
    row && (await mayRead(parts, tenant, agent, conversation)) ? await parts.files.store.size(tenant, file) : undefined
  return row && size !== undefined ? { tenant, row, size } : context.text('no such file', 404)
}

async function mayRead(
  { roster, actors }: MediaParts,
  tenant: string,
  agent: string,
  conversation: string
): Promise<boolean> {
  const context = (await roster.of(tenant)).contextOf(agent, Date.now())
  const { inbox, status, over } = await actors.state(tenant, 'conversation', conversation)
  return status !== 'unknown' && !over && context.reaches(inbox)
}
