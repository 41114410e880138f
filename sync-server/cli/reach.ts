import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import * as v from 'valibot'
import { Misconfigured, type Config } from '../config.ts'
import { openCore } from '../core.ts'
import { DirectoryRefused, lockDirectory } from '../db/lock.ts'
import { openStore } from '../db/open.ts'
import { readNote, type OperatorNote } from './operator-file.ts'
import { openOperator, type Operator } from './operator.ts'

export type Reached = { readonly operator: Operator; close(): Promise<void> }

/** The operator's way to the data: straight to it, or through the server that has it open. */
export async function reach(config: Config): Promise<Reached> {
  const { dataDir, databaseUrl } = config
  if (databaseUrl === undefined && !existsSync(join(dataDir, 'db')))
    throw new Misconfigured(`${dataDir} holds no Daybook data. Set DATA_DIR.`)
  try {
    return await openHere(config)
  } catch (error) {
    if (!(error instanceof DirectoryRefused) || error.reason !== 'in-use') throw error
    const note = readNote(dataDir)
    if (!note) throw new Misconfigured(`${error.message} It does not answer yet, or belongs to another account.`)
    return { operator: overHttp(note), close: () => Promise.resolve() }
  }
}

async function openHere(config: Config): Promise<Reached> {
  const release = lockDirectory(config.dataDir)
  const sql = await openStore(config)
  const core = await openCore(sql, pino({ level: 'silent' }), config)
  return {
    operator: openOperator({ ...core, follow: core.log.follow }),
    async close() {
      await core.close()
      release()
    }
  }
}

const tenantRows = v.array(v.object({ tenant: v.string(), name: v.string(), events: v.number() }))
const connectedInbox = v.object({ result: v.picklist(['connected', 'renewed', 'taken', 'no-such-tenant']) })
const addedUser = v.object({ result: v.picklist(['added', 'taken', 'no-such-tenant', 'no-such-inbox']) })

function overHttp({ url, token }: OperatorNote): Operator {
  const ask = async (path: string, body?: unknown) => {
    const authorization = `Bearer ${token}`
    const post = {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { authorization, 'content-type': 'application/json' }
    }
    const response = await fetch(`${url}/operator${path}`, body === undefined ? { headers: { authorization } } : post)
    if (!response.ok && response.status !== 404) throw new Error(`the server answered ${response.status}`)
    return response
  }
  const of = (tenant: string) => `/tenants/${encodeURIComponent(tenant)}`
  return {
    async tenants() {
      return v.parse(tenantRows, await (await ask('/tenants')).json())
    },
    async addUser(tenant, newcomer, inboxes) {
      return v.parse(addedUser, await (await ask(`${of(tenant)}/users`, { ...newcomer, inboxes })).json()).result
    },
    async connectInbox(tenant, inbox) {
      return v.parse(connectedInbox, await (await ask(`${of(tenant)}/inboxes`, inbox)).json()).result
    },
    async export(tenant) {
      const response = await ask(`${of(tenant)}/export`)
      return response.ok && response.body ? response.body.pipeThrough(new TextDecoderStream()) : null
    }
  }
}
