import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Content } from '../../shared/conversations/content.ts'
import { send } from '../../sync-server/platforms/whatsapp/client.ts'
import { account, appSecret } from './payloads.ts'

const accessToken = 'the-token'
const about = { tenant: 't', inbox: 'i', platform: 'whatsapp', verifyToken: '', baseUrl: null }
const secret = { ...about, account, appSecret, accessToken }
const content = {
  kind: 'media',
  items: [{ media: 'document', file: 'a'.repeat(64), mime: 'application/pdf', bytes: 5, name: 'bill.pdf' }],
  caption: 'Your bill'
} satisfies Content
const file = { media: 'document', mime: 'application/pdf', name: 'bill.pdf', body: new Blob(['bytes']) } as const

type Asked = { url: string | undefined; authorization: string | undefined; body: Buffer; type: string }
type Answer = { readonly status: number; readonly body: unknown } | 'hang up'
let asked: Asked[]
let uploaded: Answer
const taken: Answer = { status: 200, body: { messages: [{ id: 'wamid.1' }] } }

const graph = createServer((request, response) => void hear(request, response))

async function hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
  asked.push(await readAsked(request))
  const answer = request.url?.endsWith('/media') ? uploaded : taken
  if (answer === 'hang up') return void request.socket.destroy()
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body))
}
beforeEach(async () => {
  asked = []
  uploaded = { status: 200, body: { id: '4490709327384033' } }
  await new Promise<void>(resolve => graph.listen(0, '127.0.0.1', resolve))
})
afterEach(() => {
  graph.closeAllConnections()
  return new Promise<void>(resolve => graph.close(() => resolve()))
})

async function readAsked(request: IncomingMessage): Promise<Asked> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const { authorization, 'content-type': type = '' } = request.headers
  return { url: request.url, authorization, body: Buffer.concat(parts), type }
}

const sending = (what: Content = content) => {
  const handles = [{ platform: 'whatsapp', kind: 'wa_id', value: '16505551234' }]
  const baseUrl = `http://127.0.0.1:${(graph.address() as AddressInfo).port}`
  const attempt = { tries: 0, baseUrl, hook: null, signal: AbortSignal.timeout(60_000) }
  return send({ message: 'reply-1', content: what, file, handles, late: false }, secret, attempt)
}

describe('a file on WhatsApp', () => {
  test('is uploaded, then heads the template that names it, beside the parameters', async () => {
    const [head] = content.items
    const code = { at: 0, as: 'coupon' } as const
    const said = { name: 'your_bill', language: 'en', parameters: ['Ana', 'SAVE10'], text: 'Hi Ana' }
    const template: Content = { kind: 'template', ...said, head, places: { heading: 0, links: [], code } }
    expect(await sending(template)).toEqual({ result: 'sent', platformId: 'wamid.1' })
    expect(asked.map(({ url }) => url)).toEqual([`/v23.0/${account}/media`, `/v23.0/${account}/messages`])
    const document = { id: '4490709327384033', filename: 'bill.pdf' }
    expect(JSON.parse(asked[1]!.body.toString())).toEqual({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: '16505551234',
      type: 'template',
      template: {
        name: 'your_bill',
        language: { code: 'en' },
        components: [
          { type: 'header', parameters: [{ type: 'document', document }] },
          { type: 'body', parameters: [{ type: 'text', text: 'Ana' }] },
          {
            type: 'button',
            sub_type: 'copy_code',
            index: '0',
            parameters: [{ type: 'coupon_code', coupon_code: 'SAVE10' }]
          }
        ]
      },
      biz_opaque_callback_data: 'reply-1'
    })
  })

  test('is uploaded, then sent by the id that the upload was given', async () => {
    expect(await sending()).toEqual({ result: 'sent', platformId: 'wamid.1' })
    const [upload, message] = asked
    expect([upload?.url, upload?.authorization]).toEqual([`/v23.0/${account}/media`, 'Bearer the-token'])
    const form = await new Response(new Uint8Array(upload!.body), {
      headers: { 'content-type': upload!.type }
    }).formData()
    const part = form.get('file') as File
    expect([form.get('messaging_product'), form.get('type')]).toEqual(['whatsapp', 'application/pdf'])
    expect([part.name, part.type, await part.text()]).toEqual(['bill.pdf', 'application/pdf', 'bytes'])
    expect(JSON.parse(message!.body.toString())).toEqual({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: '16505551234',
      type: 'document',
      document: { id: '4490709327384033', caption: 'Your bill', filename: 'bill.pdf' },
      biz_opaque_callback_data: 'reply-1'
    })
  })

  test('whose upload breaks is certainly not sent, so it is tried again', async () => {
    uploaded = 'hang up'
    expect(await sending()).toMatchObject({ result: 'deferred', failure: { code: 'upload' } })
    uploaded = { status: 502, body: 'a gateway' }
    expect(await sending()).toMatchObject({ result: 'deferred' })
    expect(asked.every(({ url }) => url?.endsWith('/media'))).toBe(true)
  })

  test.each([
    [131053, 'failed'],
    [190, 'stopped'],
    [130429, 'deferred']
  ])('whose upload is refused with %i is %s, as any message', async (code, result) => {
    uploaded = { status: 400, body: { error: { code, message: 'no' } } }
    expect(await sending()).toMatchObject({ result, failure: { code: String(code) } })
    expect(asked).toHaveLength(1)
  })
})
