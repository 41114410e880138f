import { createHash, createHmac } from 'node:crypto'

export type Signed = {
  readonly method: string
  /** As it stands in the request line: still encoded. */
  readonly target: string
  readonly headers: Readonly<Record<string, string | undefined>>
}

export type Claim = { readonly id: string; readonly day: string; readonly region: string; readonly signature: string }

const authorization =
  /^AWS4-HMAC-SHA256 Credential=([^/,]+)\/(\d{8})\/([^/,]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([\da-f]{64})$/

/**
 * AWS Signature Version 4 of a request to S3 whose payload comes in one piece, after “Signature Calculations for the
 * Authorization Header: Transferring Payload in a Single Chunk”. Shares no code with the client that is tested.
 */
export function signatureOf({ method, target, headers }: Signed, secret: string): Claim & { readonly right: string } {
  const [, id = '', day = '', region = '', names = '', signature = ''] =
    authorization.exec(headers['authorization'] ?? '') ?? []
  const signed = names.split(';')
  const [path = '', search = ''] = target.split(/\?(.*)/s)
  const canonical = [
    method,
    path.split('/').map(uriEncoded).join('/'),
    canonicalQuery(search),
    ...signed.map(name => `${name}:${(headers[name] ?? '').trim().replaceAll(/ +/g, ' ')}`),
    '',
    names,
    headers['x-amz-content-sha256'] ?? ''
  ].join('\n')
  const scope = `${day}/${region}/s3/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'] ?? '', scope, sha256(canonical)].join('\n')
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secret}`)
  return { id, day, region, signature, right: hmac(key, toSign).toString('hex') }
}

/** What must be signed, or somebody on the way could change it: the host, and every header that begins with `x-amz-`. */
export function unsignedOf({ headers }: Signed): readonly string[] {
  const names = new Set(authorization.exec(headers['authorization'] ?? '')?.[4]?.split(';'))
  return Object.keys(headers).filter(name => (name === 'host' || name.startsWith('x-amz-')) && !names.has(name))
}

function canonicalQuery(search: string): string {
  return search
    .split('&')
    .filter(part => part !== '')
    .map(part => {
      const [name = '', value = ''] = part.split(/=(.*)/s)
      return `${uriEncoded(name)}=${uriEncoded(value)}`
    })
    .toSorted()
    .join('&')
}

function uriEncoded(part: string): string {
  return encodeURIComponent(decodeURIComponent(part.replaceAll('+', '%20'))).replaceAll(
    /[!'()*]/g,
    one => `%${one.charCodeAt(0).toString(16).toUpperCase()}`
  )
}

export function sha256(of: string | Uint8Array): string {
  return createHash('sha256').update(of).digest('hex')
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
