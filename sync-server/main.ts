import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import { buildApp } from './app.ts'
import { settleSends } from './backup/settle-sends.ts'
import { leaveNote, newToken, removeNote } from './cli/operator-file.ts'
import { isSaid } from './cli/refused.ts'
import { readConfig, type Config } from './config.ts'
import { openThreads } from './conversations/threads.ts'
import { openCore, type Core } from './core.ts'
import { keepDays } from './days/keep-days.ts'
import { lockDirectory } from './db/lock.ts'
import { openStore } from './db/open.ts'
import { openEmulator, type Emulator } from './emulator/emulator.ts'
import { castOf } from './emulator/cast.ts'
import { openPast } from './emulator/past.ts'
import { eraseAgain, noteErased } from './erasing/again.ts'
import { startRetention } from './erasing/start-retention.ts'
import { openHeard } from './wires/heard.ts'
import { keptNews } from './wires/news.ts'
import { openImportDesk } from './history/import-desk.ts'
import { openShelf } from './history/shelf.ts'
import { listen } from './http/listen.ts'
import { readiness } from './http/readiness.ts'
import { loadStaticFiles } from './http/static-files.ts'
import { addressOf } from './identity/routes.ts'
import { openLogger } from './logger.ts'
import { linksAt, type FileLinks, type LinkedFile } from './media/links.ts'
import { openMetrics, type Metrics } from './metrics/metrics.ts'
import { stoppedInboxes } from './metrics/stopped-inboxes.ts'
import { providerOf } from './oauth/provider.ts'
import { startCourtesies } from './platforms/courtesies.ts'
import { openLookingBack } from './platforms/looking-back.ts'
import { pulledAccounts } from './platforms/places.ts'
import { startPulling } from './platforms/pulling.ts'
import { openSurfaces, platformOf, platforms, pulled } from './platforms/registry.ts'
import { openReadTokens } from './platforms/read-tokens.ts'
import { openRenewing } from './platforms/renewing.ts'
import { openTemplateSync } from './platforms/template-sync.ts'
import { unfinishedSends } from './platforms/unfinished.ts'
import { startReactions } from './reactions.ts'
import { openPictures } from './routing/pictures.ts'
import { startRouting } from './routing/start-routing.ts'
import { isSampleHere, prepareSample, sampleTemplates } from './sample/sample.ts'
import { playedHere, sampleAccounts, sampleShop, sampleTenant } from './sample/vendor-accounts.ts'
import { openHub } from './sync/hub.ts'
import { openIntakes } from './sync/intake.ts'
import { sharedDrafts } from './together/shared-drafts.ts'
import { openTogether } from './together/together.ts'
import { greeting } from './welcome.ts'

const requestGraceMs = 3000
const stopWithinMs = 20_000

/** The only place that knows how everything fits together. Answers how to stop it. */
async function start(config: Config, logger: Logger): Promise<() => Promise<void>> {
  const ready = readiness()
  const release = lockDirectory(config.dataDir)
  const listening = await listen(ready.shell, config.port, config.host)
  const loopback = loopbackOf(config.host, listening.port)

  const sql = await openStore(config, error => fail(`The database has stopped. ${error.message}`))
  const metrics = openMetrics()
  const opened = await openCore(sql, logger, { ...config, watched: metrics.watched })
  await settleSends(opened)
  const password = config.empty ? null : await prepareSample(opened, config.demoPassword)
  const sample = await isSampleHere(opened.roster)
  const emulator = sample ? openStandIns(opened, config, loopback, logger) : undefined
  const doors = await emulator?.listen()
  const where = { origin: loopback, ports: doors?.ports ?? {} }
  const core = sample ? { ...opened, secrets: playedHere(opened.secrets, config, where) } : opened
  const edge = await openEdge(core, config, sample ? loopback : undefined, metrics, logger)

  const operatorToken = newToken()
  const files = await loadStaticFiles(fileURLToPath(new URL('../dist', import.meta.url)))
  leaveNote(config.dataDir, { url: loopback, token: operatorToken })
  const again = await eraseAgain(core.erasing, error => logger.error({ err: error }, 'somebody is back who was erased'))
  if (again > 0) logger.warn({ people: again }, 'who was erased before the database was restored is erased again')
  await noteErased(core.erasing).catch((error: unknown) => logger.error({ err: error }, 'erased.jsonl is incomplete'))
  const imports = await openImportDesk(core, openShelf(config.dataDir), logger)
  const days = startDays(core, logger)
  const retention = await startRetention(core, logger)
  const lines = edge.pulling.health
  const hot = { events: () => core.log.hot.size, states: () => core.actors.size }
  const stopped = stoppedInboxes({ ...core, platforms: platforms.map(one => one.platform) })
  const families = metrics.families(sql, config.dataDir, { hot, sockets: () => edge.sync.hub.size, lines, stopped })
  const measured = { families, webhooks: metrics.webhooks, token: config.metricsToken }
  const app = buildApp({ ...edge, emulator, core, imports, operatorToken, metrics: measured, files, logger })
  ready.serve(app, () => sql.everywhere.query('select 1'))
  // Who is played here answers only now.
  await edge.templates.begin()
  for (const round of edge.rounds) await round.begin()
  const foundingKey = (await core.roster.tenants()).length > 0 ? null : edge.identity.foundingKey
  logger.info({ port: listening.port, database: config.databaseUrl ? 'postgres' : 'embedded' }, 'started')
  console.log(greeting({ ...config, port: listening.port, sample, password, foundingKey }))

  return async () => {
    ready.drain()
    removeNote(config.dataDir)
    edge.sync.hub.drain()
    const kept = edge.together.stop()
    for (const surface of edge.surfaces) surface.stop()
    emulator?.stop()
    await listening.close(requestGraceMs)
    await kept
    await edge.courtesies.stop()
    await edge.templates.stop()
    for (const round of edge.rounds) await round.stop()
    await imports.stop()
    await days.stop()
    await retention.stop()
    await edge.pulling.stop()
    await edge.reactions.stop()
    await doors?.close()
    await core.close()
    release()
    logger.info('stopped')
  }
}

/** Everything that talks with the outside, and what happens by itself. */
async function openEdge(
  core: Core,
  config: Config,
  played: string | undefined,
  metrics: Pick<Metrics, 'courtesies' | 'filesCleared'>,
  logger: Logger
) {
  const { sql, log, keyring, actors, cards, links, erasing, handles, files, fileLinks, secrets } = core
  const { roster, credentials, signIns, door, baseUrlOf } = core
  const { follow, streams, states, acks, incarnation } = log
  const { publicOrigin, trustProxy } = config
  const unfinished = unfinishedSends(sql)
  const reaching = { actors, follow, streams, secrets, platformOf, baseUrlOf, logger }
  const sending = {
    ...reaching,
    unfinished,
    publicOrigin,
    openFile: files.open,
    linkTo: linksAt(publicOrigin, fileLinks) ?? linksToStandIns(fileLinks, played)
  }
  const threads = openThreads(sql, actors, follow)
  const hub = openHub(follow, roster, signIns)
  const intakes = openIntakes({ sql, acks, actors, logger })
  const readTokens = openReadTokens()
  const templates = openTemplateSync({ actors, secrets, platforms, baseUrlOf, logger })
  const news = keptNews(sql)
  const told = { log, actors, people: handles, letters: erasing.letters, news }
  const taking = { ...told, templates, secrets, readTokens, logger }
  const heard = openHeard(sql, logger)
  const ofLog = { streams, follow, incarnation }
  const surfaceParts = { sql, actors, ...ofLog, people: handles, secrets, files, fileLinks, logger }
  const surfaces = openSurfaces({ ...surfaceParts, addressOf: context => addressOf(context, trustProxy) })
  const courtesies = startCourtesies({ ...reaching, surfaces, readTokens, count: metrics.courtesies.add })
  const { writing } = courtesies
  const routing = await startRouter(core, logger)
  const places = pulledAccounts(sql)
  const pulling = await startPulling({ ...taking, heard, places, platforms: pulled, platformOf })
  const rounds = [
    openLookingBack({ ...taking, places, platforms, baseUrlOf }),
    openRenewing({ secrets, platforms, baseUrlOf, logger })
  ]
  const worries = () => rounds.flatMap(round => round.worries())
  const following = { ...core, threads, routing, sending, filesCleared: metrics.filesCleared.add }
  return {
    routing,
    identity: { credentials, signIns, roster, door, publicOrigin, trustProxy, foundingKey: newToken() },
    sync: { incarnation, roster, follow, streams, states, threads, cards, links, intakes, hub, signIns, log: logger },
    together: openTogether({ drafts: sharedDrafts(sql, keyring), actors, roster, signIns, follow, writing, logger }),
    courtesies,
    webhooks: { ...taking, publicOrigin, heard },
    pulling,
    rounds,
    templates,
    wires: { ...taking, ...connecting(core, config), heard, lines: pulling.health, worries },
    surfaces,
    reactions: await startReactions({ ...following, callsTo: config.callsTo, logger })
  }
}

/** What admins connect inboxes with. */
function connecting({ sql, baseUrlOf, mail }: Core, { publicOrigin, signInWith }: Config) {
  return { sql, baseUrlOf, mail, publicOrigin, signInWith: signInWith.map(providerOf) }
}

function startRouter({ sql, actors, log: { follow, states } }: Core, logger: Logger) {
  return startRouting({
    actors,
    follow,
    states,
    pictures: openPictures(sql),
    report: (error, tenant) => logger.error({ err: error, tenant }, 'could not route conversations')
  })
}

/** Days that are over are closed, and old ones moved to the archive. */
function startDays({ days }: Core, logger: Logger) {
  const round = async () => {
    const began = performance.now()
    const closed = await days.close()
    const moved = await days.archive()
    const ms = Math.round(performance.now() - began)
    logger.info({ closed: closed.length, moved: moved.length, ms }, 'days were looked after')
  }
  return keepDays(round, error => logger.error({ err: error }, 'days could not be moved to the archive'))
}

/** The sample workspace has no account anywhere: its vendors are played here. */
function openStandIns({ sql, actors, log, handles }: Core, config: Config, origin: string, logger: Logger): Emulator {
  const parts = { sql, actors, streams: log.streams, follow: log.follow, handles }
  const known = { name: sampleShop, templates: sampleTemplates(actors) }
  const cast = castOf(
    sampleAccounts.map(account => ({ ...account, ...known })),
    (strategy, inbox) => openPast(parts, strategy, sampleTenant, inbox)
  )
  return openEmulator({ cast, origin: () => origin, publicOrigin: config.publicOrigin, logger })
}

/** Where the world does not reach this server, those that are played here still do. */
function linksToStandIns(links: FileLinks, played: string | undefined) {
  if (played === undefined) return undefined
  return (of: LinkedFile, forMs: number) => (of.tenant === sampleTenant ? played + links.pathTo(of, forMs) : undefined)
}

function loopbackOf(host: string | undefined, port: number): string {
  const own = host === undefined || host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${own.includes(':') ? `[${own}]` : own}:${port}`
}

/** One sentence, and the end. */
function fail(sentence: string): never {
  console.error(`Daybook: ${sentence}`)
  process.exit(1)
}

try {
  const config = readConfig(process.env, process.argv.slice(2))
  // A start that takes long must be interruptible too, so the signals are heard only once there is something to stop.
  const logger = openLogger(config.logLevel)
  const stop = await start(config, logger)
  let stopping = false
  const onSignal = () => {
    if (stopping) return
    stopping = true
    setTimeout(() => fail(`It did not stop within ${stopWithinMs / 1000} seconds.`), stopWithinMs).unref()
    stop().then(
      () => process.exit(0),
      (error: unknown) => fail(`It did not stop cleanly. ${String(error)}`)
    )
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
} catch (error) {
  if (isSaid(error)) fail(error.message)
  throw error
}
