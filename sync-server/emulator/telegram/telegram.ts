import { randomInt } from 'node:crypto'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { telegram as strategy } from '../../../shared/platforms/telegram.ts'
import type { Phone, PhoneMessage, PhoneSays } from '../../../shared/protocol/emulator.ts'
import { answering, inWeather, said, type VendorContext, type VendorRoutes } from '../answering.ts'
import { pictureOf } from '../picture.ts'
import { shown } from '../shown.ts'
import type { Role, RoleParts } from '../stand-in.ts'
import { accountChat, connectionUpdate, deletedUpdate, inAccount, isInAccount } from './account.ts'
import { botDown, botError, knowsBotError, namedBotError } from './bot-error.ts'
import { methods, type Bot, type Given } from './methods.ts'
import { editedUpdate, fullId, groupChat, numberOf, updateOf } from './updates.ts'

/** A Telegram that speaks the Bot API both ways, with webhooks. Source: Telegram, "Bot API". */
export const telegram: Role = {
  strategy,
  ids: { invented: () => String(randomInt(1e9, 7e9)), readable: id => `user ${id}` },
  says: ['image', 'location', 'reaction', 'group', 'account'],
  // For two days. A bot is not told what is taken back. Source: Telegram, `edit_time_limit` of its apps' settings.
  later: { edit: { forMs: 48 * 3_600_000 } },
  knows: knowsBotError,
  recalled: message => (isInAccount(message) ? { ...message, account: true } : message),
  // Nothing is signed: whoever calls knows the word that `setWebhook` was given.
  seal({ appSecret }) {
    const headers = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': appSecret }
    return payload => ({ headers, body: JSON.stringify(payload) })
  },
  play(parts) {
    const { world, account } = parts
    // Numbers only rise, also over a restart: a phone shows messages of before. A press that was read is none of them.
    const isMessage = ({ id }: PhoneMessage, chat: string) => id.startsWith(fullId(account.account, chat, ''))
    const next = (chat: string) => {
      // In a group there are several.
      const messages = world.all().flatMap(phone => phone.messages.filter(message => isMessage(message, chat)))
      return Math.max(0, ...messages.map(({ id }) => numberOf(id))) + 1
    }
    let update = Math.floor(Date.now() / 1000)
    const bot = { ...parts, next, nextUpdate: () => (update += 1) }
    let isConnected = false
    /** Its owner has connected the bot before anybody writes there. */
    const connect = (phone: Phone) => {
      if (isConnected) return
      isConnected = true
      const payload = connectionUpdate(account, { update: bot.nextUpdate(), at: Date.now() })
      parts.hooks.tell(phone.id, 'connection · the own account', payload)
    }
    return {
      routes: botRoutes(bot),
      say(phone, says) {
        if (says.kind === 'text' && says.account) connect(phone)
        return say(bot, phone, says)
      },
      changed(phone, message, at) {
        const update = bot.nextUpdate()
        if (message.unsent)
          return parts.hooks.tell(phone.id, `deleted · ${phone.name}`, deletedUpdate(phone, message, update))
        const edited = editedUpdate(phone, message, { update, at })
        const payload = isInAccount(message) ? inAccount(edited) : edited
        parts.hooks.tell(phone.id, `edit · ${phone.name}`, payload)
      },
      open: phone => looked(parts, phone),
      phonesOn: () => undefined
    }
  }
}

/** Nobody is told that it was read; the phone knows. */
function looked({ world }: RoleParts, phone: Phone): void {
  for (const { id, from } of phone.messages) if (from === 'business') world.tick(phone.id, id, 'read')
}

function say(bot: Bot, phone: Phone, says: PhoneSays): PhoneMessage | string {
  const { world, hooks, account } = bot
  const at = Date.now()
  const update = bot.nextUpdate()
  const of = says.kind === 'choice' || says.kind === 'reaction' ? says.of : undefined
  const about = phone.messages.find(({ id, from }) => from === 'business' && id === of)
  if (of !== undefined && !about) return 'There is no such message of the business.'
  if (says.kind === 'reaction' && about && isInAccount(about)) return 'Of an account’s chats no reactions are told.'
  if (says.kind === 'reaction' && about) {
    hooks.tell(phone.id, `reaction · ${phone.name}`, updateOf(account, phone, { update, id: 0, at, says }, about))
    world.react(phone.id, about.id, says.emoji, 'customer')
    return about
  }
  if (says.kind === 'choice') {
    const press = randomInt(1e12)
    hooks.tell(phone.id, `press · ${phone.name}`, updateOf(account, phone, { update, id: press, at, says }, about))
    // What is pressed is no message on Telegram: only its key turns.
    return about ?? 'There is no such message of the business.'
  }
  if (says.kind === 'reaction') return 'There is no such message of the business.'
  const isThere = says.kind === 'text' && says.account === true
  const chat = says.kind === 'group' ? String(groupChat.id) : isThere ? accountChat(phone.id) : phone.id
  const number = bot.next(chat)
  const id = fullId(account.account, chat, number)
  const message: PhoneMessage = { id, from: 'customer', ...shown(says), at, ticks: 'waiting' }
  world.put(phone.id, message)
  const taken = () => void world.tick(phone.id, id, 'delivered')
  const told = updateOf(account, phone, { update, id: number, at, says })
  const payload = isThere ? inAccount(told) : told
  hooks.tell(phone.id, `message · ${phone.name}`, payload, { taken })
  return message
}

/** A bot's token is a part of the address, and names a method in any case of letters. */
function botRoutes(bot: Bot): VendorRoutes {
  const routes: VendorRoutes = new Hono()
  const { world, account } = bot
  const isOurs = (c: VendorContext) => c.req.param('bot') === `bot${account.accessToken}`
  routes.use(bodyLimit({ maxSize: 51 * 1024 * 1024 }))
  routes.on(['GET', 'POST'], '/:bot{bot[^/]+}/getFile', async c => {
    if (!isOurs(c)) return said(botError(401, 'Unauthorized'))
    if (world.mood().down) return said(botDown())
    const file_id = (await givenIn(c))['file_id']
    if (typeof file_id !== 'string' || !/^photo-\d+$/.test(file_id))
      return said(botError(400, 'Bad Request: wrong file_id or the file is temporarily unavailable'))
    return c.json({ ok: true, result: { file_id, file_unique_id: file_id, file_path: `photos/${file_id}.png` } })
  })
  routes.get('/file/:bot{bot[^/]+}/photos/:file{photo-[0-9]+\\.png}', c => {
    if (!isOurs(c)) return said(botError(401, 'Unauthorized'))
    return c.body(new Uint8Array(pictureOf(c.req.param('file'))), 200, { 'content-type': 'image/png' })
  })
  routes.on(['GET', 'POST'], '/:bot{bot[^/]+}/:method', async c => {
    const name = c.req.param('method')
    const given = await givenIn(c)
    const request = Object.fromEntries(Object.entries(given).map(([key, value]) => [key, plain(value)]))
    return answering(c, world, { title: name, request }, async () => {
      if (!isOurs(c)) return botError(401, 'Unauthorized')
      const method = methods.get(name.toLowerCase())
      if (!method) return botError(404, 'Not Found: method not found')
      return inWeather(world, { down: botDown, error: namedBotError }, () => method(bot, given))
    })
  })
  return routes
}

/** A form on the page, without the bytes of its files. */
function plain(value: unknown): unknown {
  return value instanceof File ? `${value.name}, ${value.type}, ${value.size} bytes` : value
}

/** "URL query string, application/x-www-form-urlencoded, application/json, multipart/form-data." */
async function givenIn(c: VendorContext): Promise<Given> {
  const query = c.req.query()
  if (c.req.method === 'GET') return query
  const isJson = c.req.header('content-type')?.startsWith('application/json')
  const read = isJson ? c.req.json<unknown>() : c.req.parseBody()
  const body = await read.catch(() => undefined)
  return typeof body === 'object' && body !== null ? { ...query, ...body } : query
}
