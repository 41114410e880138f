import { fileOf } from '../../shared/conversations/file-of.ts'
import type { Beside } from '../actors/beside.ts'
import type { FileRows } from './rows.ts'

/** A reply that names a file is judged with what is here of that file in its conversation: `null`, nothing. */
export function filesBeside(rows: Pick<FileRows, 'of'>, others: Beside): Beside {
  return {
    ...others,
    async look(tenant, command, stateOf, own) {
      const key = fileOf(command)
      if (!key) return others.look(tenant, command, stateOf, own)
      const [conversation, file] = key
      const kept = (await rows.of(tenant, conversation, file)) ?? null
      return at => (at === `file/${file}` ? kept : undefined)
    }
  }
}
