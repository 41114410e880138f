/** What it comes to when a platform is not there: most do not say that they took nothing. */
export function downWords(platform: string): string {
  switch (platform) {
    case 'telegram':
    case 'sms':
      return 'It answers “bad gateway”: nobody can know what it took.'
    case 'line':
      return 'It answers with an error of its own, and Daybook asks again under the same key.'
    case 'email':
      return 'The mailbox hangs up and nothing is taken. Daybook looks again, each time a little later.'
    default:
      return 'It answers “try again later”, and takes nothing.'
  }
}

export function lostWords(platform: string): string {
  return platform === 'line'
    ? 'It takes the reply, Daybook never hears so, and asks again under the same key.'
    : 'It takes the reply, and Daybook never hears so.'
}
