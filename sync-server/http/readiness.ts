import { Hono } from 'hono'
import { answering } from './answering.ts'

/** The outermost shell: it answers from the first moment on, and lets nobody in while this process cannot serve. */
export type Readiness = {
  /**
   * `/healthz` (to send somebody here?) and `/livez` (to let it run?) at every time; anything else is 503 until `serve`,
   * and after `drain`.
   */
  readonly shell: Hono
  /** Whether the database is there is asked for each `/healthz`, with `askDatabase`. */
  serve(app: Hono, askDatabase: () => Promise<unknown>): void
  drain(): void
}

type Status = 'starting' | 'ok' | 'waiting-for-database' | 'draining'

const comeBackAfterSeconds = '2'

export function readiness(): Readiness {
  const startedAt = Date.now()
  const uptimeSeconds = () => Math.round((Date.now() - startedAt) / 1000)
  const now: { status: Status; app?: Hono; isDatabaseThere?: () => Promise<boolean> } = { status: 'starting' }
  const shell = new Hono()
  shell.get('/healthz', async context => {
    const isAway = now.isDatabaseThere && !(await now.isDatabaseThere())
    const status: Status = isAway && now.status === 'ok' ? 'waiting-for-database' : now.status
    return context.json({ status, uptimeSeconds: uptimeSeconds() }, status === 'ok' ? 200 : 503)
  })
  // To be killed for its database's sake would help nobody: it goes on by itself once that is back.
  shell.get('/livez', context => context.json({ uptimeSeconds: uptimeSeconds() }))
  shell.all('*', context => {
    if (now.app) return now.app.fetch(context.req.raw, context.env)
    context.header('Retry-After', comeBackAfterSeconds)
    // For who opened the page a little early: a browser looks again by itself.
    context.header('Refresh', comeBackAfterSeconds)
    return context.text(now.status === 'draining' ? 'Daybook is stopping.' : 'Daybook is starting.', 503)
  })
  return {
    shell,
    serve(app, askDatabase) {
      now.status = 'ok'
      now.app = app
      now.isDatabaseThere = answering(askDatabase)
    },
    drain() {
      now.status = 'draining'
      delete now.app
      delete now.isDatabaseThere
    }
  }
}
