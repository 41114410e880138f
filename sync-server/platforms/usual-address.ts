/** Where the platforms' APIs are, where somebody has said so. */
export type BaseUrls = {
  readonly whatsappBaseUrl?: string | undefined
  readonly messengerBaseUrl?: string | undefined
  readonly instagramBaseUrl?: string | undefined
  readonly telegramBaseUrl?: string | undefined
  readonly twilioBaseUrl?: string | undefined
  readonly lineBaseUrl?: string | undefined
}

const graphApi = 'https://graph.facebook.com'
const instagramApi = 'https://graph.instagram.com'
const botApi = 'https://api.telegram.org'
const twilioApi = 'https://api.twilio.com'
const lineApi = 'https://api.line.me'

/** Where a platform's API is, for an inbox that does not say so itself. */
export function usualAddress(platform: string, given: BaseUrls): string {
  switch (platform) {
    case 'telegram':
      return given.telegramBaseUrl ?? botApi
    case 'instagram':
      return given.instagramBaseUrl ?? instagramApi
    case 'messenger':
      return given.messengerBaseUrl ?? graphApi
    case 'sms':
      return given.twilioBaseUrl ?? twilioApi
    case 'line':
      return given.lineBaseUrl ?? lineApi
    default:
      return given.whatsappBaseUrl ?? graphApi
  }
}
