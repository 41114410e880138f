import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../support/server.ts'
import { program } from './program.ts'
import type { Opening } from './rival.ts'
import type { Dialect } from './speaker.ts'
import { speakTinybase } from './speak-tinybase.ts'
import { speakTldraw } from './speak-tldraw.ts'
import { speakYjs } from './speak-yjs.ts'

type Peer = {
  readonly name: string
  /** Below where they are installed. */
  readonly file: string
  readonly env?: (data: string) => Readonly<Record<string, string>>
  readonly dialect: (greeting: string, installedIn: string) => Dialect | Promise<Dialect>
}

const peers: readonly Peer[] = [
  {
    name: '@y/websocket-server',
    file: 'node_modules/@y/websocket-server/src/server.js',
    env: data => ({ YPERSISTENCE: join(data, 'leveldb') }),
    dialect: () => speakYjs('y-websocket')
  },
  { name: 'Hocuspocus', file: 'hocuspocus.mjs', dialect: () => speakYjs('hocuspocus') },
  { name: 'TinyBase', file: 'tinybase.mjs', dialect: (_, installedIn) => speakTinybase(installedIn) },
  {
    name: 'tldraw sync',
    file: 'tldraw.mjs',
    dialect: greeting => speakTldraw((JSON.parse(greeting) as { schema: unknown }).schema)
  }
]

export function openPeers(installedIn: () => Promise<string>): readonly Opening[] {
  return peers.map(peer => ({ name: peer.name, open: async () => openPeer(peer, await installedIn()) }))
}

async function openPeer({ name, file, env, dialect }: Peer, installedIn: string) {
  const data = mkdtempSync(join(tmpdir(), 'daybook-bench-peer-'))
  const port = await freePort()
  const given = { PORT: String(port), HOST: '127.0.0.1', BENCH_DATA: data, NODE_ENV: 'production', ...env?.(data) }
  const running = await program(join(installedIn, file), port, given)
  return {
    name,
    url: `ws://127.0.0.1:${port}`,
    dialect: await dialect(running.greeting, installedIn),
    get used() {
      return running.used
    },
    kill: running.kill,
    start: running.start,
    async stop() {
      await running.kill()
      rmSync(data, { recursive: true, force: true })
    }
  }
}
