import { connect, createServer, type Socket } from 'node:net'

export type Direction = 'up' | 'down'

export type Proxy = {
  readonly port: number
  readonly url: string
  /** Every byte is this late, in both directions; what was sent first arrives first. */
  delayMs: number
  /** All connections end at once, in the middle of whatever they carry. Answers how many there were. */
  cut(): number
  /**
   * Whatever goes this way on the connections of now vanishes from here on, and nobody is told: a line that is half open.
   * Those that are made later are well.
   */
  deaden(...directions: readonly Direction[]): void
  stop(): Promise<void>
}

/** A bad network before a good server, on port `at`: it carries bytes, and knows nothing of what they mean. */
export async function startProxy(to: number, at = 0): Promise<Proxy> {
  const open = new Set<Socket>()
  const dead: Record<Direction, WeakSet<Socket>> = { up: new WeakSet(), down: new WeakSet() }

  function carry(from: Socket, into: Socket, direction: Direction): void {
    open.add(from)
    let last = Promise.resolve()
    const later = (work: () => void) => {
      const { delayMs } = proxy
      const due = delayMs === 0 ? undefined : new Promise<void>(resolve => setTimeout(resolve, delayMs))
      // A dead line swallows its end as well.
      last = last.then(() => due).then(() => (dead[direction].has(from) ? undefined : work()))
    }
    from.on('data', bytes => later(() => into.destroyed || into.write(bytes)))
    from.on('end', () => later(() => into.end()))
    from.on('error', () => from.destroy())
    from.on('close', () => {
      open.delete(from)
      later(() => into.destroy())
    })
  }

  const server = createServer({ allowHalfOpen: true }, near => {
    const far = connect({ port: to, host: '127.0.0.1', allowHalfOpen: true })
    carry(near, far, 'up')
    carry(far, near, 'down')
    nearOnes.add(near)
  })
  const nearOnes = new WeakSet<Socket>()

  await new Promise<void>(resolve => server.listen(at, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
  const proxy: Proxy = {
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    delayMs: 0,
    cut() {
      const connections = [...open]
      for (const one of connections) one.destroy()
      return connections.length
    },
    deaden(...directions) {
      for (const one of open) {
        const goes = nearOnes.has(one) ? 'up' : 'down'
        if (directions.includes(goes)) dead[goes].add(one)
      }
    },
    stop() {
      proxy.cut()
      return new Promise(resolve => server.close(() => resolve()))
    }
  }
  return proxy
}
