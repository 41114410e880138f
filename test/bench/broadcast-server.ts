import { WebSocketServer } from 'ws'

/** What sockets alone can do: whatever anybody says is told to everybody, and nothing is kept. */
const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
server.on('connection', socket =>
  socket.on('message', data => {
    for (const one of server.clients) one.send(data, { binary: false })
  })
)
server.on('listening', () => console.log(JSON.stringify(server.address())))
