import { strategyOf } from '../../shared/platforms/strategies.ts'
import type { Phone } from '../../shared/protocol/emulator.ts'
import { inSentence } from '../ui/time-words.ts'

/** The rule a first-time visitor cannot guess: when the business may still write freely. */
export function windowWords({ platform, messages, windowClosesAt: closesAt }: Phone, now: number): string {
  const { name, replyWindowHours, personWindowHours, templates, windowIn } = strategyOf(platform)
  const hasWritten = messages.some(({ from, group }) => from === 'customer' && !group)
  if (windowIn && closesAt !== null) {
    const there = 'In this chat, which is an account’s own,'
    return closesAt > now
      ? `${there} the business may answer until ${until(closesAt, now)}.`
      : `${there} your last message is more than ${windowIn.hours} hours old, so the business cannot write to you.`
  }
  if (replyWindowHours === null) {
    // A hyphen at which no line ends: E-mail is one word.
    return hasWritten || platform === 'sms'
      ? `${name.replace('-', '\u2011')} knows no window: the business may write at any time.`
      : 'You have never written, so the business cannot write to you.'
  }
  const after = templates
    ? 'the business may only send you a template'
    : personWindowHours === replyWindowHours
      ? 'the business cannot write to you'
      : `only a person of the business may write to you, for ${(personWindowHours ?? 0) / 24} days`
  if (!hasWritten || closesAt === null) {
    return `You have never written, so ${templates ? after : 'the business cannot write to you'}.`
  }
  return closesAt > now
    ? `The business may answer freely until ${until(closesAt, now)}.`
    : `Your last message is more than ${replyWindowHours} hours old, so ${after}.`
}

const until = (at: number, now: number) => inSentence(at, now).replace(/^at |^on /, '')
