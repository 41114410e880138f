import { later } from '../../ui/later.tsx'
import { updateReady } from '../update-ready.ts'

const UpdateOffer = later(async () => (await import('./update-offer.tsx')).UpdateOffer)

/** There seldom is one. */
export function UpdateChip() {
  return updateReady.value ? <UpdateOffer /> : null
}
