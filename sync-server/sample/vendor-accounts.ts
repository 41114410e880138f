import type { InboxSecret, InboxSecrets } from '../platforms/secrets.ts'
import { saidAddress, type BaseUrls } from '../platforms/usual-address.ts'

/** An account of the sample's at a vendor. No vendor has it: whoever plays the vendor knows it, and nobody else. */
export type SampleAccount = Omit<InboxSecret, 'tenant' | 'baseUrl' | 'former'> & {
  /** What the inbox is called. */
  readonly called: string
  /** What customers write to, as a person reads it. */
  readonly address: string
  /** Customers whose phones are there before anybody writes. */
  readonly customers: readonly { readonly id: string; readonly name: string }[]
}

export const sampleTenant = 'demo'
export const sampleShop = 'Ink & Paper'

const metaWords = {
  appSecret: 'demo-app-secret',
  verifyToken: 'demo-verify-token',
  accessToken: 'demo-access-token'
}

export const sampleWhatsapp = {
  platform: 'whatsapp',
  inbox: 'demo-whatsapp',
  called: 'WhatsApp',
  address: '+44 20 7946 0018',
  account: '100000000000001',
  business: '102290129340398',
  ...metaWords,
  customers: []
} as const satisfies SampleAccount

/** No server has this name, anywhere (RFC 2606). */
const mailDomain = 'ink-paper.example'

export const sampleAccounts: readonly SampleAccount[] = [
  sampleWhatsapp,
  {
    platform: 'telegram',
    inbox: 'demo-telegram',
    called: 'Telegram',
    address: '@ink_paper_bot',
    account: '7000000001',
    appSecret: 'demo-webhook-secret',
    verifyToken: '',
    accessToken: '7000000001:demo-access-token',
    customers: [
      { id: '7100000101', name: 'Daria Petrenko' },
      { id: '7100000102', name: 'Kofi Boateng' }
    ]
  },
  {
    platform: 'messenger',
    inbox: 'demo-messenger',
    called: 'Messenger',
    address: 'm.me/ink.and.paper',
    account: '682498302938465',
    ...metaWords,
    customers: [
      { id: '5100000000000101', name: 'Hannah Brooks' },
      { id: '5100000000000102', name: 'Mateo Vidal' }
    ]
  },
  {
    platform: 'instagram',
    inbox: 'demo-instagram',
    called: 'Instagram',
    address: '@ink.and.paper',
    account: '17841400000000001',
    ...metaWords,
    customers: [{ id: '5100000000000201', name: 'Nadia El Amrani' }]
  },
  {
    platform: 'sms',
    inbox: 'demo-sms',
    called: 'SMS',
    address: '+1 555 712 2661',
    account: 'AC00000000000000000000000000000001:+15557122661',
    appSecret: 'demo-auth-token',
    verifyToken: '',
    accessToken: 'demo-auth-token',
    customers: [
      { id: '+12125550141', name: 'Ruth Abrams' },
      { id: '+14155550187', name: 'Omar Haddad' }
    ]
  },
  {
    platform: 'line',
    inbox: 'demo-line',
    called: 'LINE',
    address: '@ink-paper',
    account: 'U00000000000000000000000000000b07',
    appSecret: 'demo-channel-secret',
    verifyToken: '',
    accessToken: 'demo-access-token',
    customers: [{ id: 'U0000000000000000000000000000c0de', name: 'Yuki Tanaka' }]
  },
  {
    platform: 'email',
    inbox: 'demo-email',
    called: 'E-mail',
    address: 'hello@ink-paper.example',
    account: 'hello@ink-paper.example',
    appSecret: `imap://hello:demo-password@imap.${mailDomain}?tls=none`,
    verifyToken: '',
    accessToken: `smtp://hello:demo-password@smtp.${mailDomain}?tls=none`,
    customers: [
      { id: 'lea.fontaine@mail.example', name: 'Léa Fontaine' },
      { id: 't.novak@post.example', name: 'Tomáš Novák' }
    ]
  }
]

const byInbox = new Map(sampleAccounts.map(one => [one.inbox, one]))

/** Where the vendors are played: this server's own address, and the ports of those that are asked elsewhere. */
export type Played = { readonly origin: string; readonly ports?: Readonly<Record<string, number>> }

/** The account as it is asked: its vendor is played, and nothing of where is kept. */
export function turnedHere<S extends SampleAddresses>(secret: S, { origin, ports = {} }: Played): S {
  if (secret.platform !== 'email') return { ...secret, baseUrl: `${origin}/emulator/${secret.platform}` }
  // Where nobody plays, nobody is at that address either.
  const at = (address: string) => {
    if (!URL.canParse(address) || !new URL(address).hostname.endsWith(`.${mailDomain}`)) return address
    const url = new URL(address)
    url.host = `127.0.0.1:${ports[url.protocol.slice(0, -1)] ?? new URL(origin).port}`
    return url.href
  }
  return { ...secret, appSecret: at(secret.appSecret), accessToken: at(secret.accessToken) }
}
type SampleAddresses = Pick<InboxSecret, 'platform' | 'appSecret' | 'accessToken' | 'baseUrl'>

/**
 * The vendors of the sample's accounts, wherever they are asked from, are those that this server plays. An operator who
 * says where a vendor is means the sample's account as well.
 */
export function playedHere(secrets: InboxSecrets, given: BaseUrls, where: Played): InboxSecrets {
  const played = (secret: InboxSecret): InboxSecret => {
    const { tenant, inbox, platform } = secret
    const isPlayed = tenant === sampleTenant && byInbox.get(inbox)?.platform === platform
    return isPlayed && saidAddress(platform, given) === undefined ? turnedHere(secret, where) : secret
  }
  return {
    connect: secrets.connect,
    keepRefreshToken: secrets.keepRefreshToken,
    keepAccessToken: secrets.keepAccessToken,
    async of(inbox) {
      const secret = await secrets.of(inbox)
      return secret && played(secret)
    },
    all: async platforms => (await secrets.all(platforms)).map(played),
    watch: heard => secrets.watch(secret => heard(played(secret)))
  }
}
