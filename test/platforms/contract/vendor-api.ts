import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach } from 'vitest'

export type Asked = {
  readonly url: string | undefined
  readonly authorization: string | undefined
  readonly body: unknown
}

/** A small real server that stands where a vendor's API would, answers as told, and remembers what it was asked. */
export async function vendorApi(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString()))
    request.on('end', () => {
      const read = bodyIn(request.headers['content-type'] ?? '', body)
      asked.push({ url: request.url, authorization: request.headers.authorization, body: read })
      answer(request, response)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const close = () => {
    server.closeAllConnections()
    return new Promise<void>(resolve => server.close(() => resolve()))
  }
  return { asked, close, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

function bodyIn(type: string, body: string): unknown {
  if (type.startsWith('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(body))
  return type.startsWith('multipart/form-data') ? body : JSON.parse(body || 'null')
}

/** Call it at the top of a file: what it answers starts one, which is gone after its test. */
export function vendorApis(): typeof vendorApi {
  const open: (() => Promise<void>)[] = []
  afterEach(async () => {
    await Promise.all(open.splice(0).map(close => close()))
  })
  return async answer => {
    const started = await vendorApi(answer)
    open.push(started.close)
    return started
  }
}

export const json =
  (body: unknown, status = 200) =>
  (_request: IncomingMessage, response: ServerResponse) => {
    const text = typeof body === 'string' ? body : (JSON.stringify(body) ?? '')
    response.writeHead(status, { 'content-type': 'application/json' }).end(text)
  }
