type WireWords = {
  /** What comes from the platform, one and many. */
  readonly told: string
  readonly tidings: string
  /** What comes from Daybook. */
  readonly asked: string
  readonly none: string
  readonly again: string
}

/** What goes over a platform's wire, in words: most call and are called, and a mailbox is neither. */
export function wireWords(platform: string, name: string): WireWords {
  if (platform === 'email') {
    return {
      told: 'Mail in the mailbox',
      tidings: 'Mails',
      asked: 'Mail from Daybook',
      none: 'Write something, and see here what comes into the mailbox.',
      again: 'Each lies in the mailbox twice.'
    }
  }
  return {
    told: 'Webhook to Daybook',
    tidings: 'Webhooks',
    asked: 'Call from Daybook',
    none: `Write something, and see here what ${name} would tell Daybook.`,
    again: 'Each message is reported again.'
  }
}
