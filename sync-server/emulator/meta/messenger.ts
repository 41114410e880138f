import { messenger as strategy } from '../../../shared/platforms/messenger.ts'
import { metaRole } from './meta.ts'

export const messenger = metaRole({
  strategy,
  object: 'page',
  outside: 2_018_278,
  stranger: 2_018_001,
  metadata: true,
  uploads: true,
  later: { edit: { forMs: 15 * 60_000, most: 5 } },
  watermarks: true
})
