import { strategies } from '../../../shared/platforms/strategies.ts'

type Props = { platform: string; badge?: boolean }

/** The one place where a platform's colour lives. Drawn by us: a speech bubble for our own chat, a receiver in one for WhatsApp. */
export function PlatformGlyph({ platform, badge = false }: Props) {
  return (
    <svg class={badge ? 'glyph on-avatar' : 'glyph'} data-platform={platform} viewBox="0 0 16 16" aria-hidden="true">
      <path class="ground" d="M8 .8a7.2 7.2 0 0 0-6.2 10.9L.9 15.1l3.5-.9A7.2 7.2 0 1 0 8 .8Z" />
      {platform === 'whatsapp' ? (
        <path
          class="figure"
          d="M5.6 4.4c.3-.3.8-.2 1 .2l.5 1.1c.1.3 0 .6-.2.8l-.4.4c.5 1 1.3 1.7 2.3 2.2l.5-.5c.2-.2.5-.2.8-.1l1 .6c.4.2.5.7.2 1-.5.7-1.3 1-2.1.8-2.1-.5-4-2.4-4.4-4.4-.2-.8.1-1.6.8-2.1Z"
        />
      ) : (
        <path class="strokes" d="M5 6.6h6M5 9.4h4" />
      )}
    </svg>
  )
}

export function platformName(platform: string): string {
  return strategies.find(strategy => strategy.platform === platform)?.name ?? platform
}
