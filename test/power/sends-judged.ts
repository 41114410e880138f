import type { Delivery } from '../../shared/conversations/ladder.ts'

export type Told = {
  readonly message: string
  /** What its page says; `undefined`: it is not there. */
  readonly delivery: Delivery | undefined
  /** How often the vendor took it. */
  readonly taken: number
  /** The vendor has answered no, for good. */
  readonly isRefused: boolean
}

/** What is untrue of replies that nobody works at any more: never two, never a silent none, and no doubt that is hidden. */
export function untrueOfSends(told: readonly Told[]): readonly string[] {
  return told.flatMap(({ message, delivery, taken, isRefused }) => {
    const wrong = (what: string) => [`${message} ${what}`]
    if (taken > 1) return wrong(`was taken ${taken} times`)
    switch (delivery) {
      case 'sent':
      case 'delivered':
      case 'read':
        return taken === 1 ? [] : wrong(`is ${delivery}, and nobody took it`)
      case 'failed':
        if (taken === 1) return wrong('failed, and was taken')
        return isRefused ? [] : wrong('failed, and nobody refused it')
      case 'unknown':
        return []
      case 'waiting':
      case 'sending':
        return wrong(`is ${delivery} for ever`)
      default:
        return wrong('is not there')
    }
  })
}
