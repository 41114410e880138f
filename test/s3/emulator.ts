import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { sha256, signatureOf, unsignedOf } from './signature.ts'

/** What goes wrong with the next request. `half`: the answer breaks off; `flipped`: one bit of a file; `never`: no answer. */
export type Weather = 'slow-down' | 'internal-error' | 'half' | 'flipped' | 'half-list' | 'never' | 'hang-up'

export type S3 = {
  readonly url: string
  readonly port: number
  /** Each is for one request, in this order. */
  readonly weather: Weather[]
  /** How it answered, as `GET 200`, `PUT 403 SignatureDoesNotMatch`. */
  readonly answers: string[]
  readonly objects: Map<string, Buffer>
  close(): Promise<void>
}

export const account = { id: 'AKIDEXAMPLE', secret: 'secret/of+the=account', session: 'session-of-the-account' }
export const bucketName = 'daybook-archive'

/** What stands in an operator's environment, so that this is their object storage. */
export function environmentOf({ url }: S3) {
  return {
    AWS_ACCESS_KEY_ID: account.id,
    AWS_SECRET_ACCESS_KEY: account.secret,
    AWS_SESSION_TOKEN: account.session,
    AWS_REGION: 'eu-central-1',
    AWS_ENDPOINT_URL_S3: url
  }
}
const region = 'eu-central-1'
/** As S3 does with a thousand. */
const keysOnAPage = 7

/**
 * Speaks as Amazon S3 does (API Reference, 2006-03-01) with one bucket, addressed by its path or by its host, and checks
 * every signature and checksum. What it does not know is answered 501.
 */
export async function startS3(): Promise<S3> {
  const objects = new Map<string, Buffer>()
  const weather: Weather[] = []
  const answers: string[] = []
  const server = createServer((request, response) => {
    response.once('finish', () => answers.push(`${request.method} ${response.statusCode}`))
    answer(request, response, weather.shift(), objects).catch(error => response.destroy(error as Error))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    weather,
    answers,
    objects,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  weather: Weather | undefined,
  objects: Map<string, Buffer>
): Promise<void> {
  const body = await buffer(request)
  if (weather === 'never') return
  if (weather === 'hang-up') {
    response.destroy()
    return
  }
  if (weather === 'slow-down') return error(response, 503, 'SlowDown')
  if (weather === 'internal-error') return error(response, 500, 'InternalError')
  const refused = refusal(request, body)
  if (refused) return error(response, ...refused)
  const { bucket, key, search } = addressed(request)
  if (bucket !== bucketName) return error(response, 404, 'NoSuchBucket')
  if (request.method === 'GET' && key === '' && search.get('list-type') === '2')
    return list(response, objects, search, weather === 'half-list')
  if (key === '' || search.size > 0) return error(response, 501, 'NotImplemented')
  switch (request.method) {
    case 'GET':
      return get(
        response,
        partOf(objects.get(key), request.headers.range),
        request.headers['x-amz-checksum-mode'] === 'ENABLED',
        weather
      )
    case 'PUT':
      objects.set(key, body)
      response.writeHead(200, { etag: `"${createHash('md5').update(body).digest('hex')}"` }).end()
      return
    case 'DELETE':
      objects.delete(key)
      response.writeHead(204).end()
      return
    default:
      return error(response, 405, 'MethodNotAllowed')
  }
}

function refusal(request: IncomingMessage, body: Buffer): [number, string] | undefined {
  const headers = request.headers as Record<string, string | undefined>
  const signed = { method: request.method ?? '', target: request.url ?? '', headers }
  if (!headers['authorization']) return [403, 'AccessDenied']
  const claim = signatureOf(signed, account.secret)
  if (claim.id !== account.id) return [403, 'InvalidAccessKeyId']
  if (claim.region !== region) return [400, 'AuthorizationHeaderMalformed']
  if (unsignedOf(signed).length > 0) return [403, 'AccessDenied']
  if (claim.signature !== claim.right) return [403, 'SignatureDoesNotMatch']
  if (headers['x-amz-security-token'] !== account.session) return [400, 'InvalidToken']
  const at = Date.parse((headers['x-amz-date'] ?? '').replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5'))
  if (!(Math.abs(Date.now() - at) < 15 * 60_000)) return [403, 'RequestTimeTooSkewed']
  const hashed = headers['x-amz-content-sha256']
  if (hashed !== 'UNSIGNED-PAYLOAD' && hashed !== sha256(body)) return [400, 'XAmzContentSHA256Mismatch']
  const checksum = headers['x-amz-checksum-sha256']
  if (checksum !== undefined && checksum !== checksumOf(body)) return [400, 'BadDigest']
  return undefined
}

function addressed({ headers, url = '' }: IncomingMessage) {
  const { pathname, searchParams: search } = new URL(url, 'http://s3')
  const path = decodeURIComponent(pathname).slice(1)
  const host = headers.host ?? ''
  if (!/^[\d.]+(:\d+)?$/.test(host)) return { bucket: host.split('.')[0] ?? '', key: path, search }
  const [bucket = '', key = ''] = path.split(/\/(.*)/s)
  return { bucket, key, search }
}

type Part = { readonly found: Buffer; readonly of: string | undefined }

function partOf(whole: Buffer | undefined, range: string | undefined): Part | undefined {
  const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? []
  if (!whole || start === undefined || end === undefined) return whole && { found: whole, of: undefined }
  return { found: whole.subarray(Number(start), Number(end) + 1), of: `bytes ${start}-${end}/${whole.length}` }
}

function get(response: ServerResponse, part: Part | undefined, checked: boolean, weather: Weather | undefined) {
  if (!part) return error(response, 404, 'NoSuchKey')
  const { found, of } = part
  response.writeHead(of === undefined ? 200 : 206, {
    'content-length': found.length,
    ...(of !== undefined && { 'content-range': of }),
    ...(checked &&
      of === undefined && { 'x-amz-checksum-sha256': checksumOf(found), 'x-amz-checksum-type': 'FULL_OBJECT' })
  })
  if (weather === 'half') {
    response.write(found.subarray(0, found.length / 2), () => response.destroy())
    return
  }
  response.end(weather === 'flipped' ? found.with(0, found[0]! ^ 1) : found)
}

function list(response: ServerResponse, objects: Map<string, Buffer>, search: URLSearchParams, half: boolean): void {
  const token = search.get('continuation-token')
  const after = token === null ? '' : Buffer.from(token, 'base64').toString()
  const keys = [...objects.keys()].filter(key => key.startsWith(search.get('prefix') ?? '') && key > after).toSorted()
  const page = keys.slice(0, keysOnAPage)
  const more = keys.length > page.length
  const next = more
    ? `<NextContinuationToken>${Buffer.from(page.at(-1)!).toString('base64')}</NextContinuationToken>`
    : ''
  const contents = page.map(
    key => `<Contents><Key>${escaped(key)}</Key><Size>${objects.get(key)!.length}</Size></Contents>`
  )
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${bucketName}</Name><KeyCount>${page.length}</KeyCount>
<MaxKeys>${keysOnAPage}</MaxKeys><IsTruncated>${more}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`
  response.writeHead(200, { 'content-type': 'application/xml' }).end(half ? xml.slice(0, xml.length / 2) : xml)
}

/** A real one quotes the request in some of its errors, and so does this one. */
function error(response: ServerResponse, status: number, code: string): void {
  const quoted = `<AWSAccessKeyId>${account.id}</AWSAccessKeyId><StringToSign>${account.session}</StringToSign>`
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>${code}</Code><Message>${code} in words.</Message>${quoted}<RequestId>4442587FB7D0A2F9</RequestId></Error>`
  response.writeHead(status, { 'content-type': 'application/xml' }).end(xml)
}

function checksumOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
