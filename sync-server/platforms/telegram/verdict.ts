/** What an error of the Bot API asks us to do. Source: Telegram, "Making requests" and "ResponseParameters". */
export type Verdict =
  /** Not taken, and worth another try later. */
  | 'retry'
  /** Not taken, and it never will be as it is: the agent has to know. */
  | 'tell'
  /** Nothing goes out of this bot until somebody who runs it acts. */
  | 'stop'

type Ruling = { readonly verdict: Verdict; readonly words: string }

type Row = readonly [code: number, says: RegExp | null, verdict: Verdict, words: string]

/** The code, what the description says where that makes a difference, and what is to be done. The first that fits. */
const rulings: readonly Row[] = [
  [
    400,
    /chat not found|peer_id_invalid/i,
    'tell',
    'Telegram does not know this chat: the customer has to write first.'
  ],
  [400, /message is too long/i, 'tell', 'The message is too long for Telegram.'],
  [400, /text must be non-empty|text is empty/i, 'tell', 'Telegram takes no empty message.'],
  [400, /reaction_invalid/i, 'tell', 'Telegram does not take this emoji.'],
  [400, /message to react not found|message_id_invalid/i, 'tell', 'Telegram does not find this message any more.'],
  [400, /not enough rights|have no rights/i, 'tell', 'This bot may not write in this chat.'],
  [400, /voice_messages_forbidden/i, 'tell', 'This customer takes no voice messages. Send it as a file, or in words.'],
  ...ofAccounts(400),
  [401, null, 'stop', 'Telegram no longer accepts this inbox’s bot token. An admin has to connect it again.'],
  ...ofAccounts(403),
  [403, /blocked by the user/i, 'tell', 'The customer has blocked the bot.'],
  [403, /deactivated/i, 'tell', 'The customer’s Telegram account no longer exists.'],
  [403, /initiate conversation/i, 'tell', 'A bot cannot write first: the customer has to write to it.'],
  [403, null, 'tell', 'Telegram does not let this bot write to this customer.'],
  [404, null, 'stop', 'Telegram knows no bot with this inbox’s token. An admin has to connect it again.'],
  [409, null, 'stop', 'Another program is using this bot. An admin has to stop one of the two.'],
  [413, null, 'tell', 'The file is too big for Telegram.'],
  [420, null, 'retry', 'This bot is sending too many messages at once.'],
  [429, null, 'retry', 'This bot is sending too many messages at once.']
]

/**
 * In the chats of an account that the bot answers for. Source: Telegram, "messages.sendMessage", "Possible errors", and
 * what its Bot API says of a connection that is gone.
 */
function ofAccounts(code: number): readonly Row[] {
  return [
    [
      code,
      /business_peer_usage_missing/i,
      'tell',
      'In the chats of your own account Telegram lets a bot answer only within 24 hours after the customer’s last words. Answer in Telegram.'
    ],
    [
      code,
      /business connection not found|business_connection_(?:invalid|not_allowed)/i,
      'tell',
      'Your own Telegram account is not connected to this bot any more. Whoever has it can connect it again, or answer in Telegram.'
    ],
    [
      code,
      /business_peer_invalid|bot_access_forbidden/i,
      'tell',
      'Your own Telegram account does not let this bot answer in this chat. Whoever has it can allow that, or answer in Telegram.'
    ]
  ]
}

/** An error we have no words for is told to the agent in Telegram's. */
export function rulingOn(code: number, description: string): Ruling {
  const found = rulings.find(([which, says]) => which === code && (says === null || says.test(description)))
  return found
    ? { verdict: found[2], words: found[3] }
    : { verdict: 'tell', words: description.slice(0, 1000) || 'Telegram did not say why.' }
}
