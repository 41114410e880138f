export type ErrorKind = { readonly what: string; readonly codes: readonly (readonly [code: string, words: string])[] }

const again = 'Daybook tries again by itself'
const told = 'The agent is told, nothing is repeated'
const stops = 'The channel stops, the admin is alarmed'

/** Source: Meta, "Send API", "Error codes". They differ in a few subcodes. */
function metaKinds(name: string, rate: string, outside: string, stranger: string): readonly ErrorKind[] {
  return [
    {
      what: again,
      codes: [
        ['2', `${name} is briefly away`],
        ['4', 'too many API calls'],
        ['613', 'too many messages at once'],
        ['1200', 'could not be sent just now'],
        [rate, 'rate limit of the account']
      ]
    },
    { what: 'Nobody knows: Daybook asks the agent', codes: [['1', `unknown error at ${name}`]] },
    {
      what: told,
      codes: [
        [outside, 'the window for replies has closed'],
        [stranger, 'nobody of this id'],
        ['551', 'this person is not available'],
        ['100', 'the message is not understood'],
        ['100/2018047', 'the file cannot be read'],
        ['100/2018008', 'the file cannot be fetched']
      ]
    },
    {
      what: stops,
      codes: [
        ['190', 'access token is no longer valid'],
        ['10', 'the app lacks a permission'],
        ['200/2018028', 'the app is not live'],
        ['10/2018108', 'the page may not send'],
        ['368', 'blocked for breaking a policy']
      ]
    }
  ]
}

/** The documented errors of each platform, by what Daybook does about them. */
const kinds: Readonly<Record<string, readonly ErrorKind[]>> = {
  // Source: Meta, "WhatsApp Cloud API", "Error codes".
  whatsapp: [
    {
      what: again,
      codes: [
        ['1', 'unknown error at WhatsApp'],
        ['2', 'WhatsApp is briefly away'],
        ['4', 'too many API calls'],
        ['80007', 'rate limit of the account'],
        ['130429', 'too many messages at once'],
        ['131000', 'something went wrong'],
        ['131056', 'too many to one person']
      ]
    },
    {
      what: told,
      codes: [
        ['131026', 'cannot be delivered to this person'],
        ['131047', 'more than 24 hours since the last message'],
        ['130472', 'this person is in an experiment'],
        ['131049', 'WhatsApp chose not to deliver'],
        ['131051', 'message type not supported'],
        ['131052', 'media cannot be downloaded'],
        ['131053', 'media cannot be uploaded'],
        ['132000', 'wrong number of template parameters'],
        ['132001', 'no such template'],
        ['132005', 'template text too long'],
        ['132007', 'template breaks a policy'],
        ['132012', 'template parameter in a wrong format'],
        ['132018', 'template parameters that it does not accept'],
        ['132015', 'template is paused'],
        ['132016', 'template is disabled'],
        ['368', 'blocked for breaking a policy'],
        ['130497', 'not allowed in this country']
      ]
    },
    {
      what: stops,
      codes: [
        ['190', 'access token is no longer valid'],
        ['131031', 'account is locked'],
        ['131042', 'payment problem'],
        ['131048', 'sent too much that looked like spam']
      ]
    }
  ],
  // Source: Telegram, "Bot API", "Making requests".
  telegram: [
    { what: again, codes: [['429', 'too many messages at once, to be tried in 2 seconds']] },
    {
      what: told,
      codes: [
        ['403/blocked', 'the customer has blocked the bot'],
        ['403/deactivated', 'the customer’s account is gone'],
        ['400/chat', 'no such chat'],
        ['400/rights', 'the bot may not write in this chat'],
        ['400/usage', 'in the own account’s chat, a day after the customer wrote'],
        ['400/connection', 'the own account has disconnected the bot']
      ]
    },
    {
      what: stops,
      codes: [
        ['401', 'the bot’s token is no longer valid'],
        ['404', 'no such bot'],
        ['409', 'another program uses the bot']
      ]
    }
  ],
  // Source: Twilio, "Error and warning dictionary". Those from 30000 on come with a status, when it was taken before.
  sms: [
    {
      what: again,
      codes: [
        ['20429', 'too many API calls'],
        ['21611', 'too many messages wait']
      ]
    },
    { what: 'Nobody knows: Daybook asks the agent', codes: [['20500', 'Twilio has a problem of its own']] },
    {
      what: told,
      codes: [
        ['21211', 'no such number'],
        ['21408', 'not allowed in this country'],
        ['21608', 'a trial account, and a number that was not verified'],
        ['21610', 'the customer has written STOP'],
        ['21617', 'message too long'],
        ['30003', 'taken, and then: the phone is not reached'],
        ['30005', 'taken, and then: an unknown number'],
        ['30006', 'taken, and then: a landline'],
        ['30007', 'taken, and then: filtered as spam'],
        ['30008', 'taken, and then: nobody says why']
      ]
    },
    {
      what: stops,
      codes: [
        ['20003', 'the auth token is no longer valid'],
        ['20005', 'the account is not active'],
        ['21606', 'the number may not send']
      ]
    }
  ],
  // Source: LINE, "Messaging API reference", "Status codes".
  line: [
    {
      what: again,
      codes: [
        ['429', 'too many API calls'],
        ['500', 'LINE has a problem of its own']
      ]
    },
    {
      what: told,
      codes: [
        ['400/unknown', 'LINE knows no such customer'],
        ['400', 'the message is not understood']
      ]
    },
    {
      what: stops,
      codes: [
        ['401', 'the access token is no longer valid'],
        ['403', 'the account may not send'],
        ['429/month', 'the month’s messages are used up']
      ]
    }
  ],
  // Source: RFC 5321, 4.2.3, and RFC 3463.
  email: [
    {
      what: again,
      codes: [
        ['421', 'the server hangs up: too many at once'],
        ['450', 'greylisted: to be tried again in minutes'],
        ['451', 'a problem of its own, for now'],
        ['452', 'no room at the moment'],
        ['delayed/4.4.1', 'taken, and then: the customer’s server does not answer yet']
      ]
    },
    {
      what: told,
      codes: [
        ['550/5.1.1', 'no such address'],
        ['550/5.7.1', 'refused as spam'],
        ['552/5.2.2', 'the customer’s mailbox is full'],
        ['552/5.3.4', 'the message is too large'],
        ['554', 'refused, nobody says why'],
        ['bounce/5.1.1', 'taken, and then it comes back: no such address'],
        ['bounce/5.2.2', 'taken, and then it comes back: the mailbox is full'],
        ['bounce/5.7.1', 'taken, and then it comes back: spam']
      ]
    },
    { what: stops, codes: [['535', 'user name and password are no longer accepted']] }
  ],
  messenger: metaKinds('Messenger', '80006', '10/2018278', '100/2018001'),
  instagram: metaKinds('Instagram', '80002', '10/2534022', '100/2534014')
}

export function errorKinds(platform: string): readonly ErrorKind[] {
  return kinds[platform] ?? []
}
