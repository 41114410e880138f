type Kind = { readonly what: string; readonly codes: readonly (readonly [code: number, words: string])[] }

/** The documented errors of the WhatsApp Cloud API, by what Daybook does about them. Source: Meta, "Error codes". */
export const errorKinds: readonly Kind[] = [
  {
    what: 'Daybook tries again by itself',
    codes: [
      [1, 'unknown error at WhatsApp'],
      [2, 'WhatsApp is briefly away'],
      [4, 'too many API calls'],
      [80007, 'rate limit of the account'],
      [130429, 'too many messages at once'],
      [131000, 'something went wrong'],
      [131056, 'too many to one person']
    ]
  },
  {
    what: 'The agent is told, nothing is repeated',
    codes: [
      [131026, 'cannot be delivered to this person'],
      [131047, 'more than 24 hours since the last message'],
      [130472, 'this person is in an experiment'],
      [131049, 'WhatsApp chose not to deliver'],
      [131051, 'message type not supported'],
      [131052, 'media cannot be downloaded'],
      [131053, 'media cannot be uploaded'],
      [132000, 'wrong number of template parameters'],
      [132001, 'no such template'],
      [132005, 'template text too long'],
      [132007, 'template breaks a policy'],
      [132012, 'template parameter in a wrong format'],
      [132015, 'template is paused'],
      [132016, 'template is disabled'],
      [368, 'blocked for breaking a policy'],
      [130497, 'not allowed in this country']
    ]
  },
  {
    what: 'The channel stops, the admin is alarmed',
    codes: [
      [190, 'access token is no longer valid'],
      [131031, 'account is locked'],
      [131042, 'payment problem'],
      [131048, 'sent too much that looked like spam']
    ]
  }
]
