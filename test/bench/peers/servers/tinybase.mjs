/** TinyBase's websocket server with a file persister, as its documentation shows it: the file is written anew after a change. */
import { join } from 'node:path'
import { createMergeableStore } from 'tinybase'
import { createFilePersister } from 'tinybase/persisters/persister-file'
import { createWsServer } from 'tinybase/synchronizers/synchronizer-ws-server'
import { WebSocketServer } from 'ws'

const { PORT, BENCH_DATA } = process.env
const sockets = new WebSocketServer({ port: Number(PORT), host: '127.0.0.1' })
createWsServer(
  sockets,
  path => createFilePersister(createMergeableStore(), join(BENCH_DATA, `${path}.json`)),
  error => console.error(error)
)
sockets.on('listening', () => console.log(JSON.stringify({ ready: true })))
