import type { Context, Hono } from 'hono'
import type { Logger } from 'pino'
import type { Actors } from '../actors/actors.ts'
import type { Sql } from '../db/sql.ts'
import type { Follow } from '../log/follow.ts'
import type { Streams } from '../log/read.ts'
import type { Files } from '../media/files.ts'
import type { FileLinks } from '../media/links.ts'
import type { People } from './people.ts'
import type { InboxSecrets } from './secrets.ts'

/** What a platform of our own needs to talk with its customers itself. */
export type SurfaceParts = {
  readonly sql: Sql
  readonly actors: Actors
  readonly streams: Streams
  readonly follow: Follow
  readonly people: People
  readonly secrets: InboxSecrets
  readonly files: Files
  readonly fileLinks: FileLinks
  /** Names the log: another one after a backup was put back. */
  readonly incarnation: string
  readonly logger: Logger
  /** Who asks, for the limits that hold per address. */
  readonly addressOf: (context: Context) => string
}

/** A platform's own pages and sockets below `path`. */
export type Surface = {
  readonly platform: string
  readonly path: string
  readonly routes: Hono
  /** Shows the customer that this agent writes. What was read they see in the log. */
  writing?(tenant: string, conversation: string, agent: string): void
  /** Says goodbye to everybody and takes nobody any more. */
  stop(): void
}
