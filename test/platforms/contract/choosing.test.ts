import { describe, expect, test } from 'vitest'
import type { Content } from '../../../shared/conversations/content.ts'
import { strategyOf } from '../../../shared/platforms/strategies.ts'
import type { Report } from '../../../sync-server/platforms/port.ts'
import { platformOf } from '../../../sync-server/platforms/registry.ts'
import * as line from '../line-events.ts'
import { fb, ig, tenMs } from '../meta-events.ts'
import { change, hook, noon, sheena } from '../payloads.ts'
import { ana, bot, ten } from '../updates.ts'
import { json, vendorApis } from './vendor-api.ts'
import { vendorAccounts, vendors } from './vendors.ts'

const api = vendorApis()

const titles = ['Yes, please', 'No']
const asked = (...said: readonly string[]): Content => ({
  kind: 'text',
  text: 'Shall we send it?',
  choices: said.map(title => ({ title }))
})

type Documented = {
  /** What stands in the body that is asked for. */
  readonly body: object
  /** The press on the first, as the vendor tells it. */
  readonly press: unknown
  readonly via: 'button' | 'list' | 'quick-reply' | 'postback'
}
const quickReplies = titles.map((title, at) => ({ content_type: 'text', title, payload: `choice:${at + 1}` }))
const pressed = { text: titles[0], quick_reply: { payload: 'choice:1' } }
const keyboard = titles.map((text, at) => [{ text, callback_data: `choice:${at + 1}` }])
const waPress = (interactive: object) =>
  hook(
    change({
      contacts: [sheena],
      messages: [
        {
          from: sheena.wa_id,
          id: 'wamid.P',
          timestamp: String(noon),
          type: 'interactive',
          context: { from: '15550001111', id: 'wamid.9' },
          interactive
        }
      ]
    })
  )
const documented: Readonly<Record<string, Documented>> = {
  whatsapp: {
    body: {
      type: 'interactive',
      interactive: {
        type: 'button',
        body: { text: 'Shall we send it?' },
        action: { buttons: titles.map((title, at) => ({ type: 'reply', reply: { id: `choice:${at + 1}`, title } })) }
      }
    },
    press: waPress({ type: 'button_reply', button_reply: { id: 'choice:1', title: titles[0] } }),
    via: 'button'
  },
  messenger: {
    body: { message: { text: 'Shall we send it?', quick_replies: quickReplies } },
    press: fb.hook(fb.message('p1', pressed, tenMs)),
    via: 'quick-reply'
  },
  instagram: {
    body: { message: { text: 'Shall we send it?', quick_replies: quickReplies } },
    press: ig.hook(ig.message('p1', pressed, tenMs)),
    via: 'quick-reply'
  },
  telegram: {
    body: { text: 'Shall we send it?', reply_markup: { inline_keyboard: keyboard } },
    press: {
      update_id: 77,
      callback_query: {
        id: '4382',
        from: ana,
        chat_instance: '1',
        data: 'choice:1',
        message: {
          message_id: 8,
          date: ten,
          chat: { id: ana.id, type: 'private' },
          from: { id: Number(bot), is_bot: true, first_name: 'Shop' },
          text: 'Shall we send it?',
          reply_markup: { inline_keyboard: keyboard }
        }
      }
    },
    via: 'button'
  },
  line: {
    body: {
      messages: [
        {
          type: 'text',
          text: 'Shall we send it?',
          quickReply: {
            items: titles.map(title => ({
              type: 'action',
              action: { type: 'postback', label: title, data: title, displayText: title }
            }))
          }
        }
      ]
    },
    press: line.hook(line.event(41, 'postback', { postback: { data: titles[0] } })),
    via: 'postback'
  }
}
const asking = vendors.flatMap(vendor => {
  const call = documented[vendor.platform]
  return call ? [{ platform: vendor.platform, vendor, call }] : []
})

test('whose strategy has choices to press, is asked for them here', () => {
  const said = vendors.filter(({ platform }) => strategyOf(platform).buttons !== null)
  expect(said.map(({ platform }) => platform)).toEqual(asking.map(({ platform }) => platform))
})

describe.each(asking)('choices on $platform', ({ platform, vendor, call }) => {
  const account = vendorAccounts[platform]
  const accessToken = platform === 'telegram' ? `${account}:token` : 'the-token'
  const secret = { tenant: 't', inbox: 'i', platform, account, appSecret: 's', verifyToken: 'v', accessToken }
  const bodyOf = async (content: Content) => {
    const there = await api(json(vendor.api.taken))
    const outgoing = { message: 'reply-1', content, handles: [vendor.customer], late: false }
    const attempt = { tries: 0, baseUrl: there.baseUrl, hook: null, signal: AbortSignal.timeout(60_000) }
    const sent = await platformOf(platform)!.send(outgoing, { ...secret, baseUrl: null }, attempt)
    expect(sent).toMatchObject({ result: 'sent' })
    return there.asked[0]?.body
  }

  test('are asked for as documented, and words without any as ever', async () => {
    expect(await bodyOf(asked(...titles))).toMatchObject(call.body)
    const plain = JSON.stringify(await bodyOf({ kind: 'text', text: 'hello' }))
    expect(plain).not.toMatch(/quick|keyboard|interactive/i)
  })

  test('what the customer presses is read as what they chose', () => {
    const [report] = platformOf(platform)!.hook!.read(call.press, { ...secret, baseUrl: null }, 0) as Report[]
    expect(report).toMatchObject({ kind: 'message', content: { kind: 'choice', via: call.via, title: titles[0] } })
  })
})

test('more than three are a list on WhatsApp, and a row that was chosen is read as one', async () => {
  const there = await api(json({ messages: [{ id: 'wamid.9' }] }))
  const account = vendorAccounts.whatsapp
  const secret = { tenant: 't', inbox: 'i', platform: 'whatsapp', account, appSecret: 's', verifyToken: 'v' }
  const full = { ...secret, accessToken: 'the-token', baseUrl: null }
  const content = asked('S', 'M', 'L', 'XL')
  const handles = [{ platform: 'whatsapp', kind: 'wa_id', value: sheena.wa_id }]
  const attempt = { tries: 0, baseUrl: there.baseUrl, hook: null, signal: AbortSignal.timeout(60_000) }
  await platformOf('whatsapp')!.send({ message: 'reply-1', content, handles, late: false }, full, attempt)
  expect(there.asked[0]?.body).toMatchObject({
    interactive: {
      type: 'list',
      action: {
        button: 'Choose',
        sections: [{ rows: ['S', 'M', 'L', 'XL'].map((title, at) => ({ id: `choice:${at + 1}`, title })) }]
      }
    }
  })
  const press = waPress({ type: 'list_reply', list_reply: { id: 'choice:2', title: 'M' } })
  expect(platformOf('whatsapp')!.hook!.read(press, full, 0)).toMatchObject([
    { content: { kind: 'choice', via: 'list', title: 'M' } }
  ])
})
