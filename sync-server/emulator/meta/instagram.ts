import { instagram as strategy } from '../../../shared/platforms/instagram.ts'
import { metaRole } from './meta.ts'

export const instagram = metaRole({
  strategy,
  object: 'instagram',
  outside: 2_534_022,
  stranger: 2_534_014,
  metadata: false,
  uploads: false,
  later: { edit: { forMs: 15 * 60_000, most: 5 }, unsend: {} },
  watermarks: false
})
