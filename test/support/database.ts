import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, inject } from 'vitest'
import { migrate, type Migration } from '../../sync-server/db/migrate.ts'
import { openDatabase } from '../../sync-server/db/open.ts'
import { openPostgres } from '../../sync-server/db/postgres.ts'
import type { Sql } from '../../sync-server/db/sql.ts'
import { logMigrations } from '../../sync-server/log/schema.ts'
import { freshDatabase } from './postgres.ts'

/**
 * One database for a whole test file, the real one: PGlite on a real directory, or in the project `postgres` a database of
 * its own on a PostgreSQL server. Call it at the top of the file;
 * what it answers may be used inside tests. Tests do not disturb each other when each takes a tenant of its own.
 */
export function database(...migrations: readonly (readonly Migration[])[]): { readonly sql: Sql } {
  let directory = ''
  let sql: Sql | undefined
  beforeAll(async () => {
    const server = inject('postgresUrl')
    if (server === undefined) {
      directory = await databaseDirectory()
      sql = await openDatabase(directory)
    } else {
      sql = await openPostgres(await freshDatabase(server))
    }
    await migrate(sql, [logMigrations, ...migrations].flat())
  }, 300_000)
  afterAll(async () => {
    await sql?.close()
    if (directory !== '') rmSync(directory, { recursive: true, force: true })
  })
  return {
    get sql() {
      if (!sql) throw new Error('the database is there only inside tests and hooks')
      return sql
    }
  }
}

const installed = fileURLToPath(new URL('../../node_modules', import.meta.url))

let tenants = 0

/** A tenant nobody has used. */
export function freshTenant(): string {
  return `tenant-${process.pid}-${++tenants}`
}

/** A data directory with an empty database in it. To make one takes seconds, to copy one does not. */
export async function databaseDirectory(): Promise<string> {
  const template = join(installed, `.cache/daybook-database-${pgliteVersion()}`)
  if (!existsSync(template)) await makeTemplate(template)
  const directory = mkdtempSync(join(tmpdir(), 'daybook-test-'))
  cpSync(template, directory, { recursive: true })
  return directory
}

function pgliteVersion(): string {
  const { version } = JSON.parse(readFileSync(join(installed, '@electric-sql/pglite/package.json'), 'utf8')) as {
    version: string
  }
  return version
}

async function makeTemplate(template: string): Promise<void> {
  mkdirSync(join(template, '..'), { recursive: true })
  const beside = mkdtempSync(`${template}-`)
  await (await openDatabase(beside)).close()
  try {
    renameSync(beside, template)
  } catch (error) {
    rmSync(beside, { recursive: true })
    // Two test files that start together both make one; either will do.
    if (!existsSync(template)) throw error
  }
}
