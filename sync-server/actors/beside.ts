import type { AnyCommand } from '../../shared/catalog.ts'
import type { StreamId } from '../../shared/kernel/message.ts'

/** What stands beside an aggregate and has a say when it is judged. Asked and told in the command's turn. */
export type Beside = {
  /** `undefined`: nothing has. `stateOf` gives any other aggregate; the one that is judged is `own`, and must not be waited for. */
  look(
    tenant: string,
    command: AnyCommand,
    stateOf: (stream: StreamId) => Promise<unknown>,
    own: unknown
  ): Promise<((at: string) => unknown) | undefined>
  /** What an aggregate has become. */
  became(tenant: string, stream: StreamId, state: unknown): void
  /** Only the log knows what this command has made of it. */
  lost(tenant: string, command: AnyCommand): void
}

export const nothingBeside: Beside = {
  look: () => Promise.resolve(undefined),
  became() {
    // Nobody counts.
  },
  lost() {
    // Nobody counted.
  }
}
