import type { Context } from 'hono'
import * as v from 'valibot'
import { keptFile } from '../../../shared/conversations/content.ts'
import { isHere, mostBytesOn, statusOf, takeFile } from '../../media/take-file.ts'
import type { SurfaceParts } from '../surface.ts'
import { pace } from '../pace.ts'
import { handleOf, type Visitors } from './visitors.ts'

/**
 * `PUT /chat/<inbox>/files/<hash>`: a visitor's file, before they send it. Their token opens their own conversation, and
 * no other. Brought again, it is the same file.
 */
export function bringing({ secrets, people, files, addressOf }: SurfaceParts, visitors: Visitors) {
  // Anybody may write here, so nobody may fill the disk: twelve files an hour once the first are used up.
  const visitorPace = pace({ burst: 20, perSecond: 1 / 300 })
  const addressPace = pace({ burst: 60, perSecond: 1 / 60 })
  return async (context: Context) => {
    const { inbox = '', file = '' } = context.req.param() as { inbox?: string; file?: string }
    const secret = await secrets.of(inbox)
    const [, token] = /^Bearer ([\w-]{1,100})$/.exec(context.req.header('authorization') ?? '') ?? []
    const visitor = token && secret?.platform === 'webchat' ? await visitors.byToken(inbox, token) : undefined
    if (!secret || token === undefined || !visitor) return context.json({ error: 'not-met' }, 401)
    const mime = context.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
    if (!v.is(keptFile.mime, mime)) return context.json({ error: 'no-type' }, 415)
    const now = Date.now()
    const waitMs = Math.max(
      visitorPace.take(`${inbox} ${visitor.visitor}`, now),
      addressPace.take(addressOf(context), now)
    )
    if (waitMs > 0) return context.json({ error: 'too-fast' }, 429)
    if (Number(context.req.header('content-length') ?? 0) > mostBytesOn('webchat')) {
      return context.json({ error: 'file-too-big' }, 413)
    }
    const { tenant } = secret
    const [person] = await people.claim(tenant, [[handleOf(visitor)]])
    if (!person) throw new Error('a visitor has no contact')
    const conversation = people.conversationOf(tenant, inbox, person.contact)
    const brought = { tenant, conversation, platform: 'webchat', file, mime }
    if (await isHere(files, brought)) return context.json({ file })
    const body = context.req.raw.body ?? new ReadableStream<Uint8Array>({ start: empty => empty.close() })
    const refusal = await takeFile(files, { ...brought, body })
    if (refusal) return context.json({ error: refusal.reason }, statusOf[refusal.reason])
    if (await visitors.byToken(inbox, token)) return context.json({ file }, 201)
    // They were erased while it came: what is nobody's is not kept.
    await files.forget(tenant, conversation)
    return context.json({ error: 'not-met' }, 401)
  }
}
