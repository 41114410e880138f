import { updateReady } from '../update.ts'
import { UpdateOffer } from './later-screens.ts'

/** There seldom is one. */
export function UpdateChip() {
  return updateReady.value ? <UpdateOffer /> : null
}
