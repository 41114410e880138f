import { email } from './email/email.ts'
import { instagram } from './instagram/instagram.ts'
import { line } from './line/line.ts'
import { messenger } from './messenger/messenger.ts'
import type { Platform } from './port.ts'
import type { Surface, SurfaceParts } from './surface.ts'
import { sms } from './sms/sms.ts'
import { telegram } from './telegram/telegram.ts'
import { webchat } from './webchat/webchat.ts'
import { whatsapp } from './whatsapp/whatsapp.ts'

/** Every platform this server speaks: the only place that knows them by name. */
export const platforms: readonly Platform[] = [whatsapp, instagram, messenger, telegram, line, sms, email, webchat]

const byName = new Map(platforms.map(platform => [platform.platform, platform]))

export function platformOf(name: string): Platform | undefined {
  return byName.get(name)
}

/** The pages and sockets of those platforms that are our own. */
export function openSurfaces(parts: SurfaceParts): readonly Surface[] {
  return platforms.flatMap(platform => platform.openSurface?.(parts) ?? [])
}

/** The platforms that do not call: their accounts are asked. */
export const pulled: readonly string[] = platforms.flatMap(({ platform, pull }) => (pull ? [platform] : []))
