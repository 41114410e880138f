import { createHmac, randomBytes } from 'node:crypto'
import type { Sql } from '../db/sql.ts'
import { seal, unseal } from './cipher.ts'

export type WorkspaceKeys = {
  /** The key of a workspace, made when it is first asked for. */
  of(tenant: string): Promise<Buffer>
  /** Tells equal from different, here and after a restart, and nobody else anything: hex. */
  markOf(tenant: string, text: string): Promise<string>
  /** The same, for who cannot wait. */
  markerOf(tenant: string): Promise<(text: string) => string>
}

export function workspaceKeys(sql: Sql, master: Buffer): WorkspaceKeys {
  const known = new Map<string, Promise<Buffer>>()

  async function load(tenant: string): Promise<Buffer> {
    const { query } = sql.of(tenant)
    const stored = () => query<{ wrapped: string }>('select wrapped from workspace_key where tenant = $1', [tenant])
    const [before] = await stored()
    if (before) return opened(before.wrapped, master, tenant)
    await query('insert into workspace_key (tenant, wrapped) values ($1, $2) on conflict do nothing', [
      tenant,
      wrappedFor(tenant, randomBytes(32), master)
    ])
    const [now] = await stored()
    if (!now) throw new Error(`${tenant} has no key`)
    return opened(now.wrapped, master, tenant)
  }
  function of(tenant: string): Promise<Buffer> {
    const before = known.get(tenant)
    if (before) return before
    const loading = load(tenant)
    known.set(tenant, loading)
    loading.catch(() => known.delete(tenant))
    return loading
  }
  return {
    of,
    markOf: async (tenant, text) => markWith(await of(tenant), text),
    async markerOf(tenant) {
      const key = await of(tenant)
      return text => markWith(key, text)
    }
  }
}

function markWith(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex')
}

/** A workspace's key as this place keeps it. */
export function wrappedFor(tenant: string, key: Buffer, master: Buffer): string {
  return seal(key, master, placeOf(tenant)).toString('base64')
}

/** Are the workspaces' keys wrapped with this one, or with another, or is there none yet? */
export async function isSealedWith({ everywhere }: Sql): Promise<(master: Buffer) => 'this' | 'another' | 'nothing'> {
  const [row] = await everywhere.query<{ tenant: string; wrapped: string }>(
    'select tenant, wrapped from workspace_key limit 1'
  )
  return master => {
    if (!row) return 'nothing'
    try {
      opened(row.wrapped, master, row.tenant)
      return 'this'
    } catch {
      return 'another'
    }
  }
}

function opened(wrapped: string, master: Buffer, tenant: string): Buffer {
  return unseal(Buffer.from(wrapped, 'base64'), master, placeOf(tenant))
}

const placeOf = (tenant: string) => `workspace ${tenant}`
