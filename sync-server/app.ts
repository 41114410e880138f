import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { HTTPException } from 'hono/http-exception'
import type { Logger } from 'pino'
import { heard, requestIdHeader } from './http/heard.ts'
import { mayAsOperator, operatorRoutes } from './cli/operator-route.ts'
import { automationRoutes } from './automation/route.ts'
import { openCallKeys } from './automation/call-keys.ts'
import { openCalls } from './automation/calls.ts'
import { openRuns } from './automation/runs.ts'
import type { Core } from './core.ts'
import type { Emulator } from './emulator/emulator.ts'
import type { ImportDesk } from './history/import-desk.ts'
import { historyRoutes } from './history/route.ts'
import { pageRoutes } from './http/pages.ts'
import { securityHeaders } from './http/security-headers.ts'
import type { StaticFiles } from './http/static-files.ts'
import { adminsOnly } from './identity/admins-only.ts'
import { ownOriginOnly } from './identity/origin.ts'
import { signedInOnly } from './identity/signed-in-only.ts'
import { invitationRoutes } from './identity/invitation-routes.ts'
import { passwordRoute } from './identity/password-route.ts'
import { peopleRoutes } from './identity/people-routes.ts'
import { identityRoutes, type IdentityDeps } from './identity/routes.ts'
import { linkRoutes } from './media/link-route.ts'
import { mediaRoutes } from './media/route.ts'
import type { Counter, Family } from './metrics/instruments.ts'
import { metricsRoute } from './metrics/route.ts'
import { wiresRoutes, type WiresParts } from './wires/route.ts'
import { lettersRoutes } from './letters/route.ts'
import type { Surface } from './platforms/surface.ts'
import { webhookRoutes, type WebhookParts } from './platforms/webhook.ts'
import { oneAtATime } from './past/one-at-a-time.ts'
import { openPictures } from './routing/pictures.ts'
import { routingRoutes } from './routing/route.ts'
import type { Routing } from './routing/start-routing.ts'
import { syncRoute } from './sync/route.ts'
import type { SyncDeps } from './sync/session.ts'
import { togetherRoute } from './together/route.ts'
import type { Together } from './together/together.ts'
import { workflowRoutes } from './workflow/route.ts'

export type AppParts = {
  readonly identity: IdentityDeps
  readonly sync: SyncDeps
  readonly together: Together
  readonly routing: Routing
  readonly webhooks: WebhookParts
  readonly wires: WiresParts
  readonly surfaces: readonly Surface[]
  /** Only where the sample workspace is. */
  readonly emulator: Emulator | undefined
  readonly core: Core
  readonly imports: ImportDesk
  readonly operatorToken: string
  readonly metrics: {
    readonly families: readonly Family[]
    readonly webhooks: Counter
    readonly token: string | undefined
  }
  readonly files: StaticFiles
  readonly logger: Logger
}

/** Everything this server answers to, in the order in which it is looked up. */
export function buildApp(parts: AppParts): Hono {
  const { identity, logger, metrics } = parts
  const tokens = [parts.operatorToken, ...(metrics.token ? [metrics.token] : [])]
  const app = new Hono()
  app.onError((error, context) => {
    // A body that is too long is the sender's fault, not a broken server's.
    if (error instanceof HTTPException) return context.json({ error: 'bad-request' }, error.status)
    logger.error(
      { err: error, route: context.req.routePath, request: context.res.headers.get(requestIdHeader) },
      'a request failed'
    )
    return context.json({ error: 'broken' }, 500)
  })
  app.use(heard(logger))
  app.use(securityHeaders(identity.publicOrigin))

  app.use('/api/*', ownOriginOnly(identity.publicOrigin), compress())
  // Before those that take no long bodies: a file may be a gigabyte.
  app.route('/api/history', historyRoutes(parts.imports, adminsOnly(identity.signIns, identity.roster), logger))
  app.route('/api', identityRoutes(identity))
  app.route('/api/password', passwordRoute(identity))
  app.route('/api/people', peopleRoutes({ ...parts.core, logger }))
  app.route('/api/invitation', invitationRoutes(parts.core.acceptance, identity.roster))
  app.route('/api/letters', lettersRoutes({ ...parts.webhooks, signIns: identity.signIns, roster: identity.roster }))
  app.route('/api/inboxes', wiresRoutes(parts.wires, adminsOnly(identity.signIns, identity.roster)))
  const { actors, files, fileLinks, log, sql } = parts.core
  const told = { runs: openRuns(sql), calls: openCalls(sql), keys: openCallKeys(sql, Date.now) }
  const playing = { oneAtATime: oneAtATime(), adminsOnly: adminsOnly(identity.signIns, identity.roster) }
  const automations = { ...playing, actors, log, now: Date.now, ...told }
  app.route('/api/automations', automationRoutes(automations))
  const { cards, roster } = parts.core
  app.route('/api/workflows', workflowRoutes({ ...playing, actors, log, cards, roster, now: Date.now }))
  const dryRun = { follow: log.follow, states: log.states, pictures: openPictures(sql), now: Date.now }
  const signedIn = { signedInOnly: signedInOnly(identity.signIns, identity.roster) }
  app.route('/api/routing', routingRoutes({ ...playing, ...signedIn, routing: parts.routing, actors, dryRun }))
  app.route('/media', mediaRoutes({ ...identity, actors, files }))
  app.route('/files', linkRoutes(fileLinks, files))
  app.route('/sync', syncRoute(parts.sync, identity.signIns, identity.publicOrigin))
  app.route('/together', togetherRoute(parts.together, identity.signIns, identity.publicOrigin))
  app.use('/hooks/*', async (context, next) => {
    await next()
    metrics.webhooks.add({ status: String(context.res.status) })
  })
  app.route('/hooks', webhookRoutes(parts.webhooks))
  for (const { path, routes } of parts.surfaces) app.route(path, routes)
  if (parts.emulator) app.route('/emulator', parts.emulator.routes as unknown as Hono)
  app.route('/operator', operatorRoutes(parts.core, parts.operatorToken, logger))
  app.route(
    '/metrics',
    metricsRoute(metrics.families, given => tokens.some(token => mayAsOperator(given, token)))
  )

  for (const path of ['/api/*', '/media/*', '/files/*', '/hooks/*', '/emulator/*', '/operator/*']) {
    app.all(path, context => context.json({ error: 'not-found' }, 404))
  }
  app.route('/', pageRoutes(parts.files))
  return app
}
