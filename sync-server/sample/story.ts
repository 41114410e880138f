import type { Priority } from '../../shared/conversations/events.ts'

/** The people of the sample shop, as its stories call them. */
export const mara = 'demo-agent1'
export const jonas = 'demo-agent2'
export const priya = 'demo-admin'

export type Fate = 'sent' | 'delivered' | 'read' | 'unknown' | { readonly failed: string; readonly reason: string }

/** What happened next, `after` minutes later. */
export type Step = { readonly after: number } & (
  | { readonly does: 'says'; readonly text: string }
  /** A photo. */
  | { readonly does: 'sends'; readonly caption: string }
  | { readonly does: 'reply'; readonly who: string; readonly text: string; readonly fate: Fate }
  | {
      readonly does: 'template'
      readonly who: string
      readonly name: string
      readonly parameters: readonly string[]
      readonly fate: Fate
    }
  | { readonly does: 'note'; readonly who: string; readonly text: string }
  | { readonly does: 'claim' | 'resolve'; readonly who: string }
  | { readonly does: 'assign'; readonly who: string; readonly to: string }
  | { readonly does: 'snooze'; readonly who: string; readonly forHours: number }
  | { readonly does: 'label'; readonly who: string; readonly label: string }
  | { readonly does: 'prioritise'; readonly who: string; readonly priority: Priority }
)

export type Circumstances = {
  readonly beganHoursAgo: number
  /** What the shop knows of the customer. */
  readonly about?: Readonly<Record<string, string>>
  /** How many of the customer's last messages nobody has looked at. */
  readonly unread?: number
}

export type Story = Circumstances & {
  readonly on: 'whatsapp' | 'webchat'
  /** Absent: the first inbox of the platform. */
  readonly inbox?: string
  readonly who: string
  /** The number in digits on WhatsApp, anything of their own on the web chat. */
  readonly handle: string
  readonly steps: readonly Step[]
}

type Told = (who: string, handle: string, circumstances: Circumstances, steps: readonly Step[]) => Story

const on =
  (platform: Story['on']): Told =>
  (who, handle, circumstances, steps) => ({ ...circumstances, on: platform, who, handle, steps })

export const onWhatsapp = on('whatsapp')
export const onWebchat = on('webchat')

export const says = (after: number, text: string): Step => ({ after, does: 'says', text })
export const sends = (after: number, caption: string): Step => ({ after, does: 'sends', caption })
export const reply = (after: number, who: string, text: string, fate: Fate = 'read'): Step => ({
  after,
  does: 'reply',
  who,
  text,
  fate
})
export const template = (
  after: number,
  who: string,
  name: string,
  parameters: readonly string[],
  fate: Fate = 'read'
): Step => ({ after, does: 'template', who, name, parameters, fate })
export const note = (after: number, who: string, text: string): Step => ({ after, does: 'note', who, text })
export const claim = (after: number, who: string): Step => ({ after, does: 'claim', who })
export const assign = (after: number, who: string, to: string): Step => ({ after, does: 'assign', who, to })
export const resolve = (after: number, who: string): Step => ({ after, does: 'resolve', who })
export const snooze = (after: number, who: string, forHours: number): Step => ({ after, does: 'snooze', who, forHours })
export const label = (who: string, text: string): Step => ({ after: 0, does: 'label', who, label: text })
export const prioritise = (who: string, priority: Priority): Step => ({ after: 0, does: 'prioritise', who, priority })
