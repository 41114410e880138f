import { Readable } from 'node:stream'
import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { MiddlewareHandler } from 'hono'
import type { Logger } from 'pino'
import * as v from 'valibot'
import { id } from '../../shared/kernel/message.ts'
import { historyHints, historyPlan } from '../../shared/protocol/history.ts'
import type { Admin } from '../identity/admins-only.ts'
import type { ImportDesk } from './import-desk.ts'
import { NotTaken } from './not-taken.ts'

const file = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const lookBody = v.object({ file, hints: historyHints })
const bringBody = v.object({ file, plan: historyPlan })
const undoBody = v.object({ import: id })

/** `/api/history`: admins bring what was said before Daybook, look at it first, and take it back. */
export function historyRoutes(desk: ImportDesk, adminsOnly: MiddlewareHandler<Admin>, logger: Logger): Hono<Admin> {
  const routes = new Hono<Admin>()
  routes.use(adminsOnly)

  routes.get('/', async context => context.json({ imports: await desk.list(context.get('tenant')) }))

  // A file comes as it is; how it was called is in the address.
  routes.put('/file', context => {
    const { body } = context.req.raw
    const name = (context.req.query('name') ?? '').slice(0, 300)
    return answered(context, () => desk.take(context.get('tenant'), body ?? Readable.from([]), name))
  })

  const small = bodyLimit({ maxSize: 64 * 1024 })
  routes.post('/look', small, async context => {
    const read = v.safeParse(lookBody, await context.req.json().catch(() => null))
    if (!read.success) return context.json({ error: 'bad-request' }, 400)
    return answered(context, async () => {
      const preview = await desk.look(context.get('tenant'), read.output.file, read.output.hints)
      if (!preview) throw new NotTaken('The file is not here any more: bring it once more.')
      return preview
    })
  })

  routes.post('/bring', small, async context => {
    const read = v.safeParse(bringBody, await context.req.json().catch(() => null))
    if (!read.success) return context.json({ error: 'bad-request' }, 400)
    const { file, plan } = read.output
    return answered(context, async () => {
      const which = await desk.bring(context.get('tenant'), agentOf(context), file, plan)
      logger.info({ tenant: context.get('tenant'), agent: context.get('agent'), import: which }, 'an import began')
      return { import: which }
    })
  })

  routes.post('/undo', small, async context => {
    const read = v.safeParse(undoBody, await context.req.json().catch(() => null))
    if (!read.success) return context.json({ error: 'bad-request' }, 400)
    const which = read.output.import
    return answered(context, async () => {
      await desk.undo(context.get('tenant'), agentOf(context), which)
      logger.info({ tenant: context.get('tenant'), agent: context.get('agent'), import: which }, 'an import is undone')
      return { import: which }
    })
  })
  return routes
}

function agentOf(context: Context<Admin>) {
  return { kind: 'agent', id: context.get('agent') } as const
}

async function answered(context: Context<Admin>, work: () => Promise<object>): Promise<Response> {
  try {
    return context.json(await work())
  } catch (error) {
    if (!(error instanceof NotTaken)) throw error
    return context.json({ error: 'not-taken', sentence: error.message }, 422)
  }
}
