import { email } from './email.ts'
import { instagram } from './instagram.ts'
import { line } from './line.ts'
import { messenger } from './messenger.ts'
import { sms } from './sms.ts'
import type { Strategy } from './strategy.ts'
import { telegram } from './telegram.ts'
import { webchat } from './webchat.ts'
import { whatsapp } from './whatsapp.ts'

/** Every platform Daybook speaks. Adding one: `docs/new-platform.md`. */
export const strategies: readonly Strategy[] = [whatsapp, instagram, messenger, telegram, line, sms, email, webchat]

const byName = new Map(strategies.map(strategy => [strategy.platform, strategy]))

/** @throws for a platform this version does not know: a conversation on it cannot be answered honestly. */
export function strategyOf(platform: string): Strategy {
  const strategy = byName.get(platform)
  if (!strategy) throw new Error(`no strategy for the platform "${platform}"`)
  return strategy
}
