import { ConnectionChip } from './connection-chip.tsx'
import { UpdateChip } from './update-chip.tsx'

/** On a phone, where there is no rail, the head of a screen says how this device stands with the server. */
export function NarrowChips() {
  return (
    <span class="narrow-only">
      <UpdateChip />
      <ConnectionChip />
    </span>
  )
}
