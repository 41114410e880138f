import { json, long, quantile, report } from './figures.ts'
import { bring, firstSync, reconnect } from './peers/coming.ts'
import { comparison } from './peers/compared.ts'
import { installPeers } from './peers/install.ts'
import { lostWhenKilled } from './peers/killed.ts'
import { daybook } from './peers/open-daybook.ts'
import { openPeers } from './peers/open-peer.ts'
import type { Rival } from './peers/rival.ts'
import { listening, steadily, type Told } from './peers/steady.ts'
import { sustained } from './peers/sustained.ts'

const perSecond = 20
const forMs = long ? 6000 : 3000
const sizes = [
  { clients: 10, rounds: long ? 3 : 1 },
  { clients: 100, rounds: long ? 3 : 1 },
  { clients: 500, rounds: long ? 5 : 2 }
]
const most = 500
const returning = 2000
const conversations = long ? 10_000 : 1000
const eventsEach = 10

const place = installPeers()
// Who needs them hears of it.
place.catch(() => {})
const openings = [daybook, ...openPeers(() => place)]
const compared = comparison(daybook.name)
const rivals = new Map<string, Rival | Error>()
try {
  for (const { name, open } of openings) {
    tell(`${name} starts`)
    rivals.set(name, await open(0).catch((error: unknown) => error as Error))
  }
  await killed()
  tellFigures('SIGKILL')
  for (const { clients, rounds } of sizes) await latency(clients, rounds)
  tellFigures('a steady rate')
  await comingBack()
  tellFigures('coming back')
  await highestRate()
  tellFigures('the highest rate')
} finally {
  for (const rival of rivals.values()) if (!(rival instanceof Error)) await rival.stop()
}
await newcomers()
tellFigures('a new device')
if (compared.failed.length > 0) throw new AggregateError(compared.failed, 'Daybook could not do all of it')

/** As soon as they are there: a later one may take its time. */
function tellFigures(of: string): void {
  report(`sync beside its peers: ${of}`, compared.takeFigures())
}

/** The same work with each, one after the other. */
async function inTurn(
  what: string,
  rows: readonly (readonly [what: string, unit: string])[],
  work: (rival: Rival) => Promise<readonly number[]>
): Promise<void> {
  const when = what
  for (const [name, rival] of rivals) {
    tell(`${name}: ${what}`)
    await compared.measure(
      name,
      rows.map(([what, unit]) => ({ what, unit, when })),
      () => (rival instanceof Error ? Promise.reject(rival) : work(rival))
    )
  }
}

async function killed(): Promise<void> {
  await inTurn('SIGKILL after 100 events were with all', [['events that are gone', '']], async rival => [
    await lostWhenKilled(rival)
  ])
}

async function latency(clients: number, rounds: number): Promise<void> {
  const told = new Map<Rival, Told[]>()
  const rows = [
    ['said to seen by all others, p50', 'ms'],
    ['said to seen by all others, p99', 'ms'],
    ["server's CPU per event", 'ms'],
    ["server's memory", 'MB'],
    ['bytes per event and client', 'B']
  ] as const
  // Whoever was measured in a quiet moment is measured again: the rounds of all are mixed, and the last one tells of all.
  for (let round = 1; round <= rounds; round++) {
    await inTurn(`${clients} clients, ${perSecond} events/s`, rows, async rival => {
      const all = [...(told.get(rival) ?? []), await oneRound(rival, clients)]
      told.set(rival, all)
      const took = all.flatMap(one => one.took)
      const mean = (of: (one: Told) => number) => all.reduce((sum, one) => sum + of(one), 0) / all.length
      return [
        quantile(took, 0.5),
        quantile(took, 0.99),
        mean(one => one.cpuMs),
        mean(one => one.memory) / 2 ** 20,
        mean(one => one.bytes)
      ]
    })
  }
}

async function oneRound(rival: Rival, clients: number): Promise<Told> {
  const heard = await listening(rival, clients)
  try {
    // One second of it warms up: what the gathering itself costs the server is over then.
    await steadily(rival, heard, { perSecond, forMs: 1000, patienceMs: 20_000 })
    const told = await steadily(rival, heard, { perSecond, forMs, patienceMs: 20_000 })
    if (told.missing > 0) throw new Error(`${told.missing} of the deliveries never came`)
    return told
  } finally {
    heard.crowd.close()
  }
}

async function highestRate(): Promise<void> {
  await inTurn(`${most} clients`, [['highest rate with p99 below 1 s', 'events/s']], async rival => {
    const heard = await listening(rival, most)
    try {
      return [await sustained(rival, heard, 50, forMs)]
    } finally {
      heard.crowd.close()
    }
  })
}

async function comingBack(): Promise<void> {
  const rows = [
    ['up to date again, p50', 'ms'],
    ['up to date again, p99', 'ms'],
    ['up to date again, all', 'ms']
  ] as const
  await inTurn(`${returning} clients come back at once`, rows, async rival => {
    const { p50, p99, all } = await reconnect(rival, returning)
    return [p50, p99, all]
  })
}

async function newcomers(): Promise<void> {
  const count = conversations * eventsEach
  const when = `a new device, ${count} events`
  const rows = [
    { what: 'usable', when, unit: 'ms' },
    { what: 'complete', when, unit: 'ms' },
    { what: 'bytes of it', when, unit: 'MB' }
  ]
  for (const { name, open } of openings) {
    tell(`${name}: ${when}`)
    await compared.measure(name, rows, async () => {
      const rival = await open(name === daybook.name ? conversations : 0)
      try {
        if (name !== daybook.name) await bring(rival, count)
        const { usableMs, completeMs, megabytes } = await firstSync(
          rival,
          name === daybook.name ? count - conversations : count
        )
        return [usableMs, completeMs, megabytes]
      } finally {
        await rival.stop()
      }
    })
  }
}

function tell(what: string): void {
  if (!json) console.error(what)
}
