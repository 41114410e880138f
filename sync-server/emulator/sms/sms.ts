import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { sms as strategy } from '../../../shared/platforms/sms.ts'
import { answering, inWeather, said, type VendorAnswer, type VendorContext, type VendorRoutes } from '../answering.ts'
import { inventedNumber, readableNumber } from '../numbers.ts'
import { pictureOf } from '../picture.ts'
import type { Role, RoleParts } from '../stand-in.ts'
import { sealed, type Form } from './calls.ts'
import { createNetwork, endsOf } from './network.ts'
import { knowsTwilioError, refusal, twilioDown, twilioError } from './twilio-error.ts'

/** A Twilio that sends and brings SMS and MMS. Source: Twilio, "Programmable Messaging". */
export const sms: Role = {
  strategy,
  ids: { invented: () => `+${inventedNumber()}`, readable: id => readableNumber(id.replace(/^\+/, '')) },
  says: ['image'],
  knows: knowsTwilioError,
  seal: ({ appSecret }) => sealed(appSecret),
  play(parts) {
    const network = createNetwork(parts)
    return { ...network, routes: twilioRoutes(parts, network) }
  }
}

type Network = ReturnType<typeof createNetwork>

function twilioRoutes(
  parts: RoleParts,
  { ask, listed, mediaOf }: Pick<Network, 'ask' | 'listed' | 'mediaOf'>
): VendorRoutes {
  const { world, account } = parts
  const { sid } = endsOf(account.account)
  const proof = `Basic ${Buffer.from(`${sid}:${account.accessToken}`).toString('base64')}`
  const routes: VendorRoutes = new Hono()
  const refused = (c: VendorContext) => {
    if (c.req.header('authorization') !== proof) return refusal('20003')
    return c.req.param('sid') === sid ? undefined : refusal('20404')
  }
  routes.use(bodyLimit({ maxSize: 256 * 1024 }))
  routes.post('/2010-04-01/Accounts/:sid/Messages.json', async c => {
    const request = await c.req.parseBody().catch(() => ({}))
    const form = Object.fromEntries(Object.entries(request).filter(([, value]) => typeof value === 'string')) as Form
    const weathered = () => inWeather(world, { down: twilioDown, error: twilioError }, () => ask(form))
    const title = form['MediaUrl'] === undefined ? 'send SMS' : 'send MMS'
    return answering(c, world, { title, request: form }, async () => refused(c) ?? weathered())
  })
  const lists = (c: VendorContext, list: () => VendorAnswer) =>
    said(refused(c) ?? (world.mood().down ? twilioDown() : list()))
  routes.get('/2010-04-01/Accounts/:sid/Messages.json', c => lists(c, () => listed(new URL(c.req.url).searchParams)))
  routes.get('/2010-04-01/Accounts/:sid/Messages/:message/Media.json', c =>
    lists(c, () => mediaOf(c.req.param('message')))
  )
  routes.get('/2010-04-01/Accounts/:file{AC[0-9a-f]+\\.json}', c => {
    if (c.req.header('authorization') !== proof) return said(refusal('20003'))
    if (c.req.param('file') !== `${sid}.json`) return said(refusal('20404'))
    return c.json({ sid, friendly_name: account.name, status: 'active', type: 'Full' })
  })
  routes.get('/2010-04-01/Accounts/:sid/Messages/:message/Media/:media{ME[0-9a-f]+}', c => {
    const not = refused(c)
    if (not) return said(not)
    return c.body(new Uint8Array(pictureOf(c.req.param('media'))), 200, { 'content-type': 'image/png' })
  })
  return routes
}
