/** Hocuspocus with its Database extension over SQLite: it stores two seconds after the last change, ten at the latest. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Database } from '@hocuspocus/extension-database'
import { Server } from '@hocuspocus/server'

const { PORT, BENCH_DATA } = process.env
const sqlite = new DatabaseSync(join(BENCH_DATA, 'hocuspocus.sqlite'))
sqlite.exec('create table if not exists documents (name text primary key, data blob not null)')
const select = sqlite.prepare('select data from documents where name = ?')
const upsert = sqlite.prepare(
  'insert into documents values (?, ?) on conflict (name) do update set data = excluded.data'
)

const server = new Server({
  port: Number(PORT),
  address: '127.0.0.1',
  quiet: true,
  stopOnSignals: false,
  extensions: [
    new Database({
      fetch: async ({ documentName }) => select.get(documentName)?.data ?? null,
      store: async ({ documentName, state }) => void upsert.run(documentName, state)
    })
  ]
})
await server.listen()
console.log(JSON.stringify({ ready: true }))
