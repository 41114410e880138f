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
  const said = saidAddress(platform, given)
  if (said !== undefined) return said
  switch (platform) {
    case 'telegram':
      return botApi
    case 'instagram':
      return instagramApi
    case 'sms':
      return twilioApi
    case 'line':
      return lineApi
    default:
      return graphApi
  }
}

/** Where the operator says that it is. */
export function saidAddress(platform: string, given: BaseUrls): string | undefined {
  switch (platform) {
    case 'telegram':
      return given.telegramBaseUrl
    case 'instagram':
      return given.instagramBaseUrl
    case 'messenger':
      return given.messengerBaseUrl
    case 'sms':
      return given.twilioBaseUrl
    case 'line':
      return given.lineBaseUrl
    case 'email':
      // Its servers stand in the inbox's own secrets.
      return undefined
    default:
      return given.whatsappBaseUrl
  }
}
