import type { Core } from '../core.ts'
import type { KeyRow } from '../log/verify-keys.ts'
import { isKeyOf } from '../sealing/stream-keys.ts'

/** What says of a stream's key whether the workspace's opens it. */
export async function openerOf(
  { sql, keyring }: Pick<Core, 'sql' | 'keyring'>,
  tenant: string
): Promise<(key: KeyRow) => boolean> {
  const sealed = await sql.of(tenant).query('select from sealing_key where tenant = $1 limit 1', [tenant])
  // Where there is nothing to open, to look must not make a key.
  if (sealed.length === 0) return () => true
  const workspace = await keyring.workspaces.of(tenant).catch(() => null)
  return key => workspace !== null && isKeyOf(workspace, key)
}
