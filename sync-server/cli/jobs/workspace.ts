import type { Core } from '../../core.ts'
import { Refused } from '../refused.ts'

/** @throws Refused where there is no such workspace. */
export async function demandWorkspace({ roster }: Core, tenant: string): Promise<void> {
  if ((await roster.tenants()).includes(tenant)) return
  throw new Refused(`There is no workspace ${tenant}. See: npm run daybook -- tenants`)
}

/** The one that is named, or all. @throws Refused where there is no such workspace. */
export async function workspaces(core: Core, only: string | null): Promise<readonly string[]> {
  if (only === null) return core.roster.tenants()
  await demandWorkspace(core, only)
  return [only]
}
