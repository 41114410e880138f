import type { StreamId } from '../../shared/kernel/message.ts'
import type { Sql } from '../db/sql.ts'
import type { Sealing } from '../log/sealing.ts'
import { seal, unseal } from './cipher.ts'
import { logSealing } from './log-sealing.ts'
import { streamKeys } from './stream-keys.ts'
import { workspaceKeys, type WorkspaceKeys } from './workspace-keys.ts'

/** Everything that is sealed here, by whom it belongs to. */
export type Keyring = {
  readonly log: Sealing
  readonly workspaces: WorkspaceKeys
  /** Beside the log: what belongs to a stream and goes with its key. */
  readonly ofStream: Box<{ readonly tenant: string; readonly stream: StreamId }>
  /** What belongs to nobody we know, and is nobody's to read who has only the database. */
  readonly ofWorkspace: Box<{ readonly tenant: string; readonly what: string }>
}

export type Box<Place> = {
  /** `null`: there is no key to seal it with. */
  seal(place: Place, plain: string | Uint8Array): Promise<Buffer | null>
  /** `null`: the key is not there any more. */
  unseal(place: Place, sealed: Buffer): Promise<Buffer | null>
}

export function openKeyring(sql: Sql, master: Buffer): Keyring {
  const workspaces = workspaceKeys(sql, master)
  const streams = streamKeys(sql, workspaces)

  async function keysOf(tenant: string, stream: StreamId): Promise<ReadonlyMap<number, Buffer>> {
    return (await streams.of(tenant, [stream])).get(stream)?.keys ?? new Map<number, Buffer>()
  }
  const ofStream: Keyring['ofStream'] = {
    async seal({ tenant, stream }, plain) {
      const keys = await keysOf(tenant, stream)
      const since = Math.max(...keys.keys())
      const key = keys.get(since)
      if (!key) return null
      const number = Buffer.alloc(4)
      number.writeUInt32BE(since)
      return Buffer.concat([number, seal(plain, key, `beside ${tenant} ${stream}`)])
    },
    async unseal({ tenant, stream }, sealed) {
      const key = (await keysOf(tenant, stream)).get(sealed.readUInt32BE())
      return key ? unseal(sealed.subarray(4), key, `beside ${tenant} ${stream}`) : null
    }
  }
  return {
    log: logSealing(streams, ofStream),
    workspaces,
    ofStream,
    ofWorkspace: {
      seal: async ({ tenant, what }, plain) => seal(plain, await workspaces.of(tenant), `${what} of ${tenant}`),
      unseal: async ({ tenant, what }, sealed) => unseal(sealed, await workspaces.of(tenant), `${what} of ${tenant}`)
    }
  }
}
