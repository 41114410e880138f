import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as v from 'valibot'
import type { OwnApp } from './oauth/provider.ts'
import { appsIn, halvesMissing, signInSettings } from './oauth/settings.ts'
import { bucketOf, isBucket, NoBucket, type Bucket, type S3Environment } from './days/s3/bucket.ts'

/** A fault the operator can mend. Its message is the one sentence they read; the process then ends with code 1. */
export class Misconfigured extends Error {}

const onOff = v.pipe(
  v.picklist(['', '0', '1', 'false', 'true', 'no', 'yes'], 'must be 1 or 0'),
  v.transform(word => ['1', 'true', 'yes'].includes(word))
)

const httpAddress = v.pipe(
  v.string(),
  v.check(text => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'must be an http or https address'),
  v.transform(text => text.replace(/\/+$/, ''))
)

const words = (text: string) => text.split(/[\s,]+/).filter(word => word !== '')

const mailServer = v.pipe(
  v.string(),
  v.regex(
    /^(?:imap|smtp)s?:\/\/[^@/?#\s]+\/?(?:\?tls=none)?$/,
    'must be addresses like imaps://mail.lan and smtp://mail.lan'
  ),
  v.url('must be addresses like imaps://mail.lan and smtp://mail.lan')
)

const databaseAddress = v.pipe(
  v.string(),
  v.check(
    text => URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol),
    'must be a postgres:// address'
  )
)

const archiveAddress = v.pipe(v.string(), v.check(isArchive, 'must be file:///a/directory or s3://bucket/prefix'))

function isArchive(text: string): boolean {
  if (isBucket(text)) return true
  if (!URL.canParse(text)) return false
  const { protocol, host } = new URL(text)
  return protocol === 'file:' && host === ''
}

const environment = v.object({
  PORT: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,5}$/, 'must be a port number'),
      v.transform(Number),
      v.maxValue(65_535, 'must be a port number')
    ),
    '8080'
  ),
  HOST: v.optional(v.pipe(v.string(), v.minLength(1, 'must be an address to listen on'))),
  DATA_DIR: v.optional(v.pipe(v.string(), v.minLength(1, 'must be a directory')), './data'),
  DATABASE_URL: v.optional(databaseAddress),
  ALLOW_UNSAFE_DATABASE: v.optional(onOff, ''),
  HOT_MIB: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,6}$/, 'must be a number of MiB'),
      v.transform(Number),
      v.minValue(1, 'must be at least 1')
    ),
    '256'
  ),
  ARCHIVE_URL: v.optional(archiveAddress),
  MEDIA_URL: v.optional(archiveAddress),
  COLD_AFTER_DAYS: v.optional(
    v.pipe(v.string(), v.regex(/^\d{1,5}$/, 'must be a number of days, or 0 for never'), v.transform(Number)),
    '400'
  ),
  // The sample is a toy: its password may be as short as one likes.
  DEMO_PASSWORD: v.optional(v.pipe(v.string(), v.maxLength(200, 'must have at most 200 characters'))),
  WHATSAPP_BASE_URL: v.optional(httpAddress),
  MESSENGER_BASE_URL: v.optional(httpAddress),
  // `https://graph.facebook.com` for an account whose token is its page's.
  INSTAGRAM_BASE_URL: v.optional(httpAddress),
  // Telegram lets everybody run the Bot API's server themselves.
  TELEGRAM_BASE_URL: v.optional(httpAddress),
  // `https://api.dublin.ie1.twilio.com` for an account of another region.
  TWILIO_BASE_URL: v.optional(httpAddress),
  LINE_BASE_URL: v.optional(httpAddress),
  CALLS_TO: v.optional(v.pipe(v.string(), v.transform(words), v.array(httpAddress)), ''),
  // `imaps://mail.lan`, `smtp://mail.lan:2525`: beside the public net, where admins' mailboxes may be.
  MAIL_SERVERS: v.optional(v.pipe(v.string(), v.transform(words), v.array(mailServer)), ''),
  ...signInSettings,
  PUBLIC_ORIGIN: v.optional(
    v.pipe(
      httpAddress,
      v.check(text => new URL(text).pathname === '/', 'must not have a path')
    )
  ),
  TRUST_PROXY: v.optional(onOff, ''),
  METRICS_TOKEN: v.optional(v.pipe(v.string(), v.minLength(16, 'must have at least 16 characters'))),
  LOG_LEVEL: v.optional(
    v.picklist(['silent', 'error', 'warn', 'info', 'debug'], 'must be silent, error, warn, info or debug'),
    'warn'
  )
})

export type Config = {
  readonly port: number
  /** `undefined`: on every address of this machine, of either kind. */
  readonly host: string | undefined
  readonly dataDir: string
  /** A PostgreSQL server of the operator's own; `undefined`: the embedded one, in the data directory. */
  readonly databaseUrl: string | undefined
  /** Start even on a database that may lose what it acknowledged, or whose role is above row-level security. */
  readonly allowUnsafeDatabase: boolean
  /** How much memory the hot conversations may take. */
  readonly hotBytes: number
  /** Where cold days go: `file:///a/directory`, or a bucket. If not set, `archive` in the data directory. */
  readonly archive: string | Bucket
  /** Where the files of messages are, likewise. If not set, `media` in the data directory. */
  readonly media: string | Bucket | undefined
  /** A closed day leaves the database for the archive when it is this old. 0: never. */
  readonly coldAfterDays: number
  /** No sample workspace: whoever has the link that is printed founds one. */
  readonly empty: boolean
  readonly demoPassword: string | undefined
  readonly whatsappBaseUrl: string | undefined
  readonly messengerBaseUrl: string | undefined
  readonly instagramBaseUrl: string | undefined
  readonly telegramBaseUrl: string | undefined
  readonly twilioBaseUrl: string | undefined
  readonly lineBaseUrl: string | undefined
  /** Origins within the operator's own net that automations may call. */
  readonly callsTo: readonly string[]
  /** Mail servers within the operator's own net that admins may connect mailboxes at. */
  readonly mailServers: readonly string[]
  /** The apps that people sign in with to their mailboxes. */
  readonly signInWith: readonly OwnApp[]
  /** What is missing of an app that is half set. */
  readonly signInMissing: readonly string[]
  /** Where the world sees this server, if that is not where it listens: behind a proxy that ends TLS. */
  readonly publicOrigin: string | undefined
  /** Believe the proxy's X-Forwarded-For. Only right when nobody can reach the server around the proxy. */
  readonly trustProxy: boolean
  /** Opens `/metrics`, as `Authorization: Bearer`. `undefined`: only the command line's token does. */
  readonly metricsToken: string | undefined
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug'
}

/** @throws Misconfigured with the name of the setting and what it must be. */
export function readConfig(env: Record<string, string | undefined>, args: readonly string[]): Config {
  const foreign = args.find(arg => arg !== '--empty')
  if (foreign !== undefined) throw new Misconfigured(`Daybook does not know the option ${foreign}. It knows --empty.`)
  const read = v.safeParse(environment, env)
  if (!read.success) throw new Misconfigured(sentence(read.issues[0]))
  const given = read.output
  return {
    port: given.PORT,
    host: given.HOST,
    dataDir: resolve(given.DATA_DIR),
    databaseUrl: given.DATABASE_URL,
    allowUnsafeDatabase: given.ALLOW_UNSAFE_DATABASE,
    hotBytes: given.HOT_MIB * 1024 * 1024,
    archive: placeOf('ARCHIVE_URL', given.ARCHIVE_URL ?? usualArchive(given.DATA_DIR), env),
    media: given.MEDIA_URL === undefined ? undefined : placeOf('MEDIA_URL', given.MEDIA_URL, env),
    coldAfterDays: given.COLD_AFTER_DAYS,
    empty: args.includes('--empty'),
    demoPassword: given.DEMO_PASSWORD || undefined,
    whatsappBaseUrl: given.WHATSAPP_BASE_URL,
    messengerBaseUrl: given.MESSENGER_BASE_URL,
    instagramBaseUrl: given.INSTAGRAM_BASE_URL,
    telegramBaseUrl: given.TELEGRAM_BASE_URL,
    twilioBaseUrl: given.TWILIO_BASE_URL,
    lineBaseUrl: given.LINE_BASE_URL,
    callsTo: given.CALLS_TO,
    mailServers: given.MAIL_SERVERS,
    signInWith: appsIn(given),
    signInMissing: halvesMissing(given),
    publicOrigin: given.PUBLIC_ORIGIN,
    trustProxy: given.TRUST_PROXY,
    metricsToken: given.METRICS_TOKEN,
    logLevel: given.LOG_LEVEL
  }
}

function usualArchive(dataDir: string): string {
  return pathToFileURL(join(resolve(dataDir), 'archive')).href
}

function placeOf(setting: string, url: string, env: S3Environment): string | Bucket {
  if (!isBucket(url)) return url
  try {
    return bucketOf(url, env, setting)
  } catch (error) {
    if (error instanceof NoBucket) throw new Misconfigured(error.message)
    throw error
  }
}

function sentence(issue: v.BaseIssue<unknown>): string {
  return `${v.getDotPath(issue) ?? 'A setting'} ${issue.message}.`
}
