/** A bucket, the place in it, and who may write there. */
export type Bucket = {
  /** The bucket's own address, without a slash at its end. */
  readonly address: string
  readonly name: string
  /** What every key begins with: empty, or with a slash at its end. */
  readonly prefix: string
  readonly region: string
  readonly keys: Keys
}

export type Keys = { readonly id: string; readonly secret: string; readonly session: string | undefined }

/** The settings that all tools for S3 read, as the AWS documentation names them. */
export type S3Environment = {
  readonly AWS_ACCESS_KEY_ID?: string | undefined
  readonly AWS_SECRET_ACCESS_KEY?: string | undefined
  readonly AWS_SESSION_TOKEN?: string | undefined
  readonly AWS_REGION?: string | undefined
  readonly AWS_DEFAULT_REGION?: string | undefined
  readonly AWS_ENDPOINT_URL_S3?: string | undefined
  readonly AWS_ENDPOINT_URL?: string | undefined
}

/** `s3://bucket` or `s3://bucket/a/prefix`; names as the documentation allows them for buckets made since 2018. */
const place = /^s3:\/\/([a-z\d][a-z\d.-]{1,61}[a-z\d])((?:\/[\w-][\w.-]*)*)\/?$/

export function isBucket(url: string): boolean {
  return place.test(url)
}

/** What stands in the way of using this address, as a sentence about the setting that is wrong. */
export class NoBucket extends Error {}

/** @throws NoBucket */
export function bucketOf(url: string, env: S3Environment, setting = 'ARCHIVE_URL'): Bucket {
  const [, name, path] = place.exec(url) ?? []
  if (name === undefined || path === undefined) throw new NoBucket(`${setting} must be s3://bucket/prefix.`)
  const region = env.AWS_REGION || env.AWS_DEFAULT_REGION || 'us-east-1'
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } = env
  if (!id || !secret) throw new NoBucket(`${setting} needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`)
  // A header that cannot be sent would be quoted in the error.
  if (![id, secret, env.AWS_SESSION_TOKEN ?? ''].every(one => /^[!-~]*$/.test(one)))
    throw new NoBucket('AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN must be without spaces.')
  return {
    address: addressOf(name, region, env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL || undefined),
    name,
    prefix: path === '' ? '' : `${path.slice(1)}/`,
    region,
    keys: { id, secret, session: env.AWS_SESSION_TOKEN || undefined }
  }
}

/**
 * Amazon wants the bucket in the host's name, but its certificate has room for no dot in there. Others are asked with
 * the bucket in the path, which all of them know, unless the endpoint's name begins with the bucket already.
 */
function addressOf(name: string, region: string, endpoint: string | undefined): string {
  if (endpoint === undefined) {
    const host = `s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`
    return name.includes('.') ? `https://${host}/${name}` : `https://${name}.${host}`
  }
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash)
    throw new NoBucket('AWS_ENDPOINT_URL_S3 must be an http or https address, without a password in it.')
  const base = url.href.replace(/\/+$/, '')
  return url.hostname.startsWith(`${name}.`) ? base : `${base}/${name}`
}
