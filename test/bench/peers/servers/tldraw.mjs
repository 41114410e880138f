/** tldraw sync with its SQLite storage on node:sqlite, and a record type of our own in place of shapes. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createRecordType, StoreSchema } from '@tldraw/store'
import { NodeSqliteWrapper, SQLiteSyncStorage, TLSocketRoom } from '@tldraw/sync-core'
import { WebSocketServer } from 'ws'

const { PORT, BENCH_DATA } = process.env
const event = createRecordType('event', { scope: 'document', validator: { validate: record => record } })
const schema = StoreSchema.create({ event }, {})
const sql = new NodeSqliteWrapper(new DatabaseSync(join(BENCH_DATA, 'tldraw.sqlite')))
const storage = new SQLiteSyncStorage({
  sql,
  snapshot: SQLiteSyncStorage.hasBeenInitialized(sql)
    ? undefined
    : { documents: [], documentClock: 0, schema: schema.serialize() }
})
const room = new TLSocketRoom({ schema, storage })
const sockets = new WebSocketServer({ port: Number(PORT), host: '127.0.0.1' })
sockets.on('connection', socket => room.handleSocketConnect({ sessionId: randomUUID(), socket }))
sockets.on('listening', () => console.log(JSON.stringify({ ready: true, schema: schema.serialize() })))
