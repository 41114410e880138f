import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Logger } from 'pino'
import * as v from 'valibot'
import { letterName } from '../../shared/protocol/letters.ts'
import { adminsOnly, type Admin } from '../identity/admins-only.ts'
import type { Roster } from '../identity/roster.ts'
import type { SignIns } from '../identity/sign-ins.ts'
import { canBeReadAgain, readAgain, type ReadAgainParts } from './read-again.ts'

export type LettersParts = ReadAgainParts & {
  readonly signIns: SignIns
  readonly roster: Roster
  readonly logger: Logger
}

const mostListed = 200
const longestShown = 4000

/** `/api/letters`: what could not be read, for the admins of its workspace and nobody else. */
export function lettersRoutes(parts: LettersParts): Hono<Admin> {
  const { letters, signIns, roster, logger } = parts
  const routes = new Hono<Admin>()
  routes.use(bodyLimit({ maxSize: 4096 }))

  routes.use(adminsOnly(signIns, roster))

  routes.get('/', async context => {
    const tenant = context.get('tenant')
    const [kept, count] = await Promise.all([letters.of(tenant, mostListed), letters.count(tenant)])
    const shown = kept.map(letter => ({
      inbox: letter.inbox,
      digest: letter.digest,
      at: letter.at,
      why: letter.why,
      raw: letter.raw.slice(0, longestShown),
      again: canBeReadAgain(letter)
    }))
    return context.json({ letters: shown, count })
  })

  routes.post('/read-again', async context => {
    const tenant = context.get('tenant')
    const letter = await asked(context, tenant)
    if (!letter) return context.json({ error: 'no-such-letter' }, 404)
    const answer = await readAgain(parts, tenant, letter)
    told(context, letter.inbox, answer.read ? 'a letter was read after all' : 'a letter still cannot be read')
    return context.json(answer)
  })

  routes.post('/discard', async context => {
    const tenant = context.get('tenant')
    const letter = await asked(context, tenant)
    if (!letter) return context.json({ error: 'no-such-letter' }, 404)
    await letters.discard(tenant, letter)
    told(context, letter.inbox, 'a letter was thrown away')
    return context.json({})
  })
  return routes

  async function asked(context: Context, tenant: string) {
    const name = v.safeParse(letterName, await context.req.json().catch(() => null))
    return name.success ? letters.one(tenant, name.output) : undefined
  }

  /** Who did it and where, never what it says. */
  function told(context: Context<Admin>, inbox: string, what: string): void {
    logger.info({ tenant: context.get('tenant'), agent: context.get('agent'), inbox }, what)
  }
}
