import { Hono } from 'hono'

/** The outermost shell: it answers from the first moment on, and lets nobody in while this process cannot serve. */
export type Readiness = {
  /** `/healthz` at every time; anything else is 503 until `serve`, and after `drain`. */
  readonly shell: Hono
  serve(app: Hono): void
  drain(): void
}

const comeBackAfterSeconds = '2'

export function readiness(): Readiness {
  const startedAt = Date.now()
  const now: { status: 'starting' | 'ok' | 'draining'; app?: Hono } = { status: 'starting' }
  const shell = new Hono()
  shell.get('/healthz', context => {
    const { status } = now
    const uptimeSeconds = Math.round((Date.now() - startedAt) / 1000)
    return context.json({ status, uptimeSeconds }, status === 'ok' ? 200 : 503)
  })
  shell.all('*', context => {
    if (now.app) return now.app.fetch(context.req.raw, context.env)
    context.header('Retry-After', comeBackAfterSeconds)
    return context.text(now.status === 'draining' ? 'Daybook is stopping.' : 'Daybook is starting.', 503)
  })
  return {
    shell,
    serve(app) {
      now.status = 'ok'
      now.app = app
    },
    drain() {
      now.status = 'draining'
      delete now.app
    }
  }
}
