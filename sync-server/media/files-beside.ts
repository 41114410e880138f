import { fileOf } from '../../shared/conversations/file-of.ts'
import type { Beside } from '../actors/beside.ts'
import type { Files } from './files.ts'

/** A reply that names a file is judged with what is here of that file in its conversation: `null`, nothing. */
export function filesBeside({ rows, loose }: Pick<Files, 'rows' | 'loose'>, others: Beside): Beside {
  return {
    ...others,
    async look(tenant, command, stateOf, own) {
      const key = fileOf(command)
      if (!key) return others.look(tenant, command, stateOf, own)
      const [conversation, file] = key
      await loose.want({ tenant, conversation, file })
      const kept = (await rows.of(tenant, conversation, file)) ?? null
      return at => (at === `file/${file}` ? kept : undefined)
    }
  }
}
