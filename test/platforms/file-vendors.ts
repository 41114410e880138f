import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sniff } from '../../sync-server/media/sniff.ts'

/** A file as a vendor has it in the end. */
export type Had = { readonly as: string; readonly type: string; readonly bytes: Buffer; readonly words?: string }

type Answer = { readonly status: number; readonly body: unknown } | 'hang up'
type Asked = { readonly path: string; readonly type: string; readonly body: Buffer }
/** What a vendor says to one request, and what it has because of it. */
export type Judge = (asked: Asked, fetch: Fetch) => Promise<{ answer: Answer; had?: Had }>
/** Goes where a vendor would go: to the address that it was given. `null`: nobody answers there. */
export type Fetch = (address: string, method?: string) => Promise<Response | null>

/** A real server that judges what it is sent as the vendor's documentation says. */
export async function fileVendor(judge: Judge, fetch: Fetch) {
  const had: Had[] = []
  const paths: string[] = []
  const server = createServer((request, response) => {
    const hear = async () => {
      const asked = await readAsked(request)
      paths.push(asked.path)
      const { answer, had: file } = await judge(asked, fetch)
      if (answer === 'hang up') return void request.socket.destroy()
      if (file) had.push(file)
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body))
    }
    hear().catch(() => request.socket.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const close = () => {
    server.closeAllConnections()
    return new Promise<void>(resolve => server.close(() => resolve()))
  }
  return { had, paths, close, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

async function readAsked(request: IncomingMessage): Promise<Asked> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return {
    path: new URL(request.url ?? '', 'http://vendor').pathname,
    type: request.headers['content-type'] ?? '',
    body: Buffer.concat(parts)
  }
}

const mb = 1_048_576
const graph = (code: number, error_subcode?: number) => ({
  status: 400,
  body: { error: { message: `(#${code}) in Meta's words`, type: 'OAuthException', code, error_subcode } }
})

/** Source: Meta, "Saving assets" and "Upload media": the kinds, their types and their sizes. */
const metaTakes: Readonly<Record<string, { types: RegExp; most: number; instagram: number }>> = {
  image: { types: /^image\/(?:jpeg|png|gif)$/, most: 25 * mb, instagram: 8 * mb },
  audio: { types: /^audio\/(?:mpeg|mp4|aac|wav)$/, most: 25 * mb, instagram: 25 * mb },
  video: { types: /^video\/(?:mp4|ogg|webm|quicktime|x-msvideo)$/, most: 25 * mb, instagram: 25 * mb },
  file: { types: /./, most: 25 * mb, instagram: 25 * mb }
}

async function judgedByMeta(as: string, bytes: Buffer, type: string, on: 'most' | 'instagram'): Promise<Answer | null> {
  const limit = metaTakes[as]
  if (!limit) return graph(100)
  if (bytes.length > limit[on]) return graph(100, 2_018_109)
  const { mime } = await sniff(bytes)
  return as !== 'file' && (!limit.types.test(type) || !limit.types.test(mime)) ? graph(100, 2_018_047) : null
}

const sentByMeta = { status: 200, body: { recipient_id: 'x', message_id: 'm_9' } }

/** Messenger: a file is brought under `filedata`, and named by the id that it was given. */
export function messengerJudge(upload: Answer | null = null): Judge {
  const kept = new Map<string, Had>()
  return async asked => {
    if (asked.path.endsWith('/message_attachments')) {
      if (upload) return { answer: upload }
      const form = await new Response(new Uint8Array(asked.body), {
        headers: { 'content-type': asked.type }
      }).formData()
      const { attachment } = JSON.parse(form.get('message') as string) as {
        attachment: { type: string; payload: { is_reusable: boolean } }
      }
      const data = form.get('filedata') as File
      const bytes = Buffer.from(await data.arrayBuffer())
      const wrong = await judgedByMeta(attachment.type, bytes, data.type, 'most')
      if (wrong || !attachment.payload.is_reusable) return { answer: wrong ?? graph(100) }
      const id = `1857${kept.size}`
      kept.set(id, { as: attachment.type, type: data.type, bytes })
      return { answer: { status: 200, body: { attachment_id: id } } }
    }
    const { message } = JSON.parse(asked.body.toString()) as {
      message: { attachment?: { type: string; payload: { attachment_id?: string } } }
    }
    const file = kept.get(message.attachment?.payload.attachment_id ?? '')
    return file && file.as === message.attachment?.type ? { answer: sentByMeta, had: file } : { answer: graph(100) }
  }
}

/** Instagram: fetches while it takes the message. */
export const instagramJudge: Judge = async (asked, fetch) => {
  const { message } = JSON.parse(asked.body.toString()) as {
    message: { attachment: { type: string; payload: { url: string } } }
  }
  const { type: as, payload } = message.attachment
  const there = await fetch(payload.url)
  if (there?.status !== 200) return { answer: graph(100, 2_018_008) }
  const [type, bytes] = [there.headers.get('content-type') ?? '', Buffer.from(await there.arrayBuffer())]
  if (as === 'file' && type !== 'application/pdf') return { answer: graph(100, 2_018_047) }
  const wrong = await judgedByMeta(as, bytes, type, 'instagram')
  return wrong ? { answer: wrong } : { answer: sentByMeta, had: { as, type, bytes } }
}

const twilio = (code: number) => ({ status: 400, body: { code, message: "in Twilio's words", status: 400 } })
/** Source: Twilio, "Accepted content types for media". */
const twilioTakes =
  /^(?:image\/(?:jpeg|gif|png)|audio\/(?:mpeg|ogg|amr|3gpp)|video\/(?:mp4|3gpp|quicktime)|application\/pdf|text\/(?:vcard|csv|calendar))$/

export const twilioJudge: Judge = async (asked, fetch) => {
  const form = new URLSearchParams(asked.body.toString())
  const url = form.get('MediaUrl')
  if (url === null || !/^https?:\/\//.test(url)) return { answer: twilio(21_620) }
  // It asks what there is before it fetches.
  const head = await fetch(url, 'HEAD')
  if (head?.status !== 200) return { answer: twilio(11_200) }
  const type = head.headers.get('content-type') ?? ''
  if (!twilioTakes.test(type)) return { answer: twilio(12_300) }
  if (Number(head.headers.get('content-length')) > 5_000_000) return { answer: twilio(11_751) }
  const there = await fetch(url)
  const bytes = Buffer.from(await there!.arrayBuffer())
  const words = form.get('Body')
  const had = { as: 'mms', type, bytes, ...(words !== null && { words }) }
  return { answer: { status: 201, body: { sid: `MM${'0'.repeat(31)}8`, status: 'queued' } }, had }
}

const line = (property: string, message: string) => ({
  status: 400,
  body: { message: 'The request body has 1 error(s)', details: [{ message, property }] }
})

/** LINE looks at the addresses when it takes the message; the phone fetches when its reader opens it. */
export const lineJudge: Judge = async (asked, fetch) => {
  type Said = { type: string; originalContentUrl: string; previewImageUrl?: string; duration?: number }
  const [said] = (JSON.parse(asked.body.toString()) as { messages: Said[] }).messages
  const at = (name: string) => `messages[0].${name}`
  const addresses = Object.entries(said!).filter(([name]) => name.endsWith('Url')) as [string, string][]
  for (const [name, address] of addresses) {
    if (!address.startsWith('https://')) return { answer: line(at(name), 'invalid uri scheme') }
    if (address.length > 2000) return { answer: line(at(name), 'Length must be between 0 and 2000') }
  }
  if (said!.type === 'audio' && !said!.duration) return { answer: line(at('duration'), 'May not be null') }
  if (said!.type !== 'audio' && !said!.previewImageUrl)
    return { answer: line(at('previewImageUrl'), 'May not be null') }
  const taken = { status: 200, body: { sentMessages: [{ id: '46123', quoteToken: 'q' }] } }
  const there = await fetch(said!.originalContentUrl)
  if (there?.status !== 200) return { answer: taken }
  const [type, bytes] = [there.headers.get('content-type') ?? '', Buffer.from(await there.arrayBuffer())]
  return { answer: taken, had: { as: said!.type, type, bytes } }
}
