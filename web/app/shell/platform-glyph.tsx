import { strategies } from '../../../shared/platforms/strategies.ts'

type Props = { platform: string; badge?: boolean }

/** The one place where a platform's colour lives. Drawn by us: a speech bubble, and in it what each is known by. */
export function PlatformGlyph({ platform, badge = false }: Props) {
  return (
    <svg class={badge ? 'glyph on-avatar' : 'glyph'} data-platform={platform} viewBox="0 0 16 16" aria-hidden="true">
      <path class="ground" d="M8 .8a7.2 7.2 0 0 0-6.2 10.9L.9 15.1l3.5-.9A7.2 7.2 0 1 0 8 .8Z" />
      <Figure platform={platform} />
    </svg>
  )
}

function Figure({ platform }: Pick<Props, 'platform'>) {
  switch (platform) {
    case 'whatsapp':
      return (
        <path
          class="figure"
          d="M5.6 4.4c.3-.3.8-.2 1 .2l.5 1.1c.1.3 0 .6-.2.8l-.4.4c.5 1 1.3 1.7 2.3 2.2l.5-.5c.2-.2.5-.2.8-.1l1 .6c.4.2.5.7.2 1-.5.7-1.3 1-2.1.8-2.1-.5-4-2.4-4.4-4.4-.2-.8.1-1.6.8-2.1Z"
        />
      )
    case 'telegram':
      return <path class="figure" d="m3.9 8 8-3.3-1.4 7-2.6-1.9-1.3 1.4-.3-2.3 3.5-2.7-4.3 2.2Z" />
    case 'messenger':
      return <path class="figure" d="m3.8 9.8 3.1-3.4 1.8 1.5 2.9-1.6-3.1 3.4-1.8-1.5Z" />
    case 'instagram':
      return (
        <path
          class="strokes"
          d="M5.6 4.6h4.8a1 1 0 0 1 1 1v4.8a1 1 0 0 1-1 1H5.6a1 1 0 0 1-1-1V5.6a1 1 0 0 1 1-1Zm2.4 1.9a1.5 1.5 0 1 0 .01 0Z"
        />
      )
    case 'line':
      return <path class="strokes" d="M6 4.8v6h4.4" />
    case 'sms':
      return <path class="strokes" d="M5 8h0m3 0h0m3 0h0" />
    case 'email':
      return <path class="strokes" d="M4 5.2h8v5.6H4Zm0 .5 4 3 4-3" />
    default:
      return <path class="strokes" d="M5 6.6h6M5 9.4h4" />
  }
}

export function platformName(platform: string): string {
  return strategies.find(strategy => strategy.platform === platform)?.name ?? platform
}
