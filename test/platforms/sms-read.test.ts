import { describe, expect, test } from 'vitest'
import { read } from '../../sync-server/platforms/sms/read.ts'
import {
  became,
  cameAt,
  caller,
  mediaUrl,
  messageSid,
  pictured,
  service,
  shopNumber,
  sid,
  smsAccount,
  texted,
  type Form
} from './texts.ts'

const handles = [{ platform: 'sms', kind: 'number', value: caller }]
const at = cameAt(0)
const readIt = (payload: unknown, account = smsAccount) => read(payload, account, at)
const media = (items: readonly object[], more = {}) => ({ kind: 'media', items, ...more })
const picture = { media: 'image', mime: 'image/jpeg', url: mediaUrl(1) }

describe('what a customer sends', () => {
  const golden: readonly (readonly [what: string, form: Form, content: object])[] = [
    ['a text', texted(1, 'Is it in stock?'), { kind: 'text', text: 'Is it in stock?' }],
    [
      'a text in three parts',
      texted(1, 'é'.repeat(180), { NumSegments: '3' }),
      { kind: 'text', text: 'é'.repeat(180) }
    ],
    ['a text with an emoji and a line', texted(1, 'Yes 👍🏽\nplease'), { kind: 'text', text: 'Yes 👍🏽\nplease' }],
    ['nothing but a tap on Send', texted(1, ''), { kind: 'text', text: '' }],
    ['a picture', pictured(1, ''), media([picture])],
    ['a picture with words', pictured(1, 'Torn'), media([picture], { caption: 'Torn' })],
    [
      'files of every kind at once',
      pictured(1, '', ['image/png', 'video/3gpp', 'audio/amr', 'text/vcard', 'application/pdf']),
      media([
        { media: 'image', mime: 'image/png', url: mediaUrl(1, 0) },
        { media: 'video', mime: 'video/3gpp', url: mediaUrl(1, 1) },
        { media: 'audio', mime: 'audio/amr', url: mediaUrl(1, 2) },
        { media: 'document', mime: 'text/vcard', url: mediaUrl(1, 3) },
        { media: 'document', mime: 'application/pdf', url: mediaUrl(1, 4) }
      ])
    ],
    [
      'a file of a type that is not said',
      { ...pictured(1, ''), MediaContentType0: '' },
      media([{ media: 'document', url: mediaUrl(1) }])
    ],
    [
      'a question for help, which is for people, whatever Twilio answers',
      texted(1, 'HELP', { OptOutType: 'HELP' }),
      { kind: 'text', text: 'HELP' }
    ],
    ['a word that only begins like a stop', texted(1, 'Stop please'), { kind: 'text', text: 'Stop please' }],
    ['a yes', texted(1, 'YES'), { kind: 'text', text: 'YES' }],
    [
      'a suggestion that was tapped, by RCS',
      texted(1, 'Medium', {
        From: `rcs:${caller}`,
        ButtonText: 'Medium',
        ButtonPayload: 'size:m',
        MessageType: 'button'
      }),
      { kind: 'choice', via: 'button', title: 'Medium', payload: 'size:m' }
    ],
    [
      'a place, by RCS',
      texted(1, '', { Latitude: '51.5007', Longitude: '-0.1246', Label: 'The Clock', Address: 'Bridge St' }),
      { kind: 'location', latitude: 51.5007, longitude: -0.1246, name: 'The Clock', address: 'Bridge St' }
    ],
    ['a place that is none', texted(1, 'here', { Latitude: '91', Longitude: 'west' }), { kind: 'text', text: 'here' }],
    ['a field of tomorrow', texted(1, 'Hello', { ChannelMetadata: '{"type":"sms"}' }), { kind: 'text', text: 'Hello' }]
  ]

  test.each(golden)('%s', (_what, form, content) => {
    const id = form['MessageSid']
    expect(readIt(form)).toEqual([{ kind: 'message', id, at, handles, name: null, content }])
  })

  test('files whose addresses are missing are not left out without a word', () => {
    const form = texted(1, 'Torn', { NumMedia: '2' })
    const content = { kind: 'unsupported', what: 'media', caption: 'Torn', raw: JSON.stringify(form) }
    expect(readIt(form)).toMatchObject([{ kind: 'message', content }])
  })

  test('an older call has only the older names of its id', () => {
    const { MessageSid: _new, ...older } = texted(1, 'Hello')
    expect(readIt(older)).toMatchObject([{ kind: 'message', id: messageSid(1) }])
  })

  test('a business that signs with a name is somebody, who cannot be answered', () => {
    const value = 'PIZZAHUT'
    expect(readIt(texted(1, 'Your code', { From: value }))).toMatchObject([
      { handles: [{ platform: 'sms', kind: 'number', value }] }
    ])
  })
})

describe('who wants no more', () => {
  const optOut = { kind: 'notice', what: 'opt-out', at, handles, name: null }
  const optIn = { ...optOut, what: 'opt-in' }

  test.each(['STOP', 'stop', ' Stop\n', 'STOPALL', 'Unsubscribe'])('%j is a notice, with their words in it', word => {
    const text = `the customer wants no more messages, and Twilio lets nothing through to them: ${word.trim()}`
    const form = texted(1, word)
    expect(readIt(form)).toEqual([{ ...optOut, id: `${messageSid(1)}:opt-out`, text, raw: JSON.stringify(form) }])
  })

  test.each(['START', 'unstop'])('%s lets us write again', word => {
    expect(readIt(texted(1, word))).toMatchObject([{ ...optIn, text: `the customer can be written to again: ${word}` }])
  })

  test.each(['CANCEL', 'end', 'Quit', 'REVOKE', 'OPTOUT'])('%s may be said to us as well: it is both', word => {
    expect(readIt(texted(1, word))).toMatchObject([
      { kind: 'message', id: messageSid(1), content: { kind: 'text', text: word } },
      optOut
    ])
  })

  test('a messaging service has words of its own, and says what it made of them', () => {
    expect(readIt(texted(1, 'Basta', { OptOutType: 'STOP' }))).toMatchObject([optOut])
    expect(readIt(texted(1, 'Si', { OptOutType: 'START' }))).toMatchObject([optIn])
    expect(readIt(texted(1, 'CANCEL', { OptOutType: 'HELP' }))).toMatchObject([{ kind: 'message' }])
  })

  test('a stop under a picture does not lose the picture', () => {
    expect(readIt(pictured(1, 'STOP'))).toMatchObject([{ kind: 'message', content: { kind: 'media' } }, optOut])
  })
})

describe('what becomes of ours', () => {
  const receipt = { kind: 'receipt', platformId: messageSid(4), message: null, at, handles, failure: null }

  test.each([
    ['accepted', 'sent'],
    ['scheduled', 'sent'],
    ['queued', 'sent'],
    ['sending', 'sent'],
    ['sent', 'sent'],
    ['delivered', 'delivered'],
    ['read', 'read']
  ])('%s is %s', (word, status) => {
    expect(readIt(became(4, word))).toEqual([{ ...receipt, status, word }])
  })

  test('a status brings back our own id, which stood in the address', () => {
    expect(readIt({ message: 'reply-1', ...became(4, 'sent') })).toMatchObject([{ message: 'reply-1' }])
    expect(readIt({ message: '<script>', ...became(4, 'sent') })).toMatchObject([{ message: null }])
  })

  test.each([
    ['undelivered', '30003', 'could not be reached'],
    ['undelivered', '30005', 'unknown'],
    ['failed', '30007', 'filtered'],
    ['failed', '30034', 'A2P 10DLC']
  ])('%s with error %s says why in words', (word, code, words) => {
    const failure = { code, reason: expect.stringContaining(words) }
    const parts = { ErrorCode: code, ErrorMessage: 'In the words of Twilio', ChannelToAddress: '+1401712XXXX' }
    expect(readIt(became(4, word, parts))).toEqual([{ ...receipt, status: 'failed', word, failure }])
  })

  test('an error of tomorrow is told in Twilio’s words, or by its number, and none at all honestly', () => {
    const why = (parts: Form, word = 'failed') => {
      const [report] = readIt(became(4, word, parts))
      return report?.kind === 'receipt' ? report.failure : undefined
    }
    expect(why({ ErrorCode: '39999', ErrorMessage: 'The moon is full' })).toEqual({
      code: '39999',
      reason: 'The moon is full'
    })
    expect(why({ ErrorCode: '39999' })).toEqual({ code: '39999', reason: 'Twilio says error 39999.' })
    expect(why({})).toEqual({ code: 'failed', reason: 'Twilio did not say why.' })
    expect(why({}, 'canceled')).toEqual({ code: 'canceled', reason: 'It was cancelled at Twilio.' })
  })
})

describe('whose it is', () => {
  const why = (form: unknown, account = smsAccount) => {
    const [report, ...more] = readIt(form, account)
    expect(more).toEqual([])
    return report?.kind === 'unread' ? report.why : report?.kind
  }

  test('only what is for this account and this number', () => {
    expect(why(texted(1, 'Hello', { AccountSid: 'AC00000000000000000000000000000002' }))).toBe('is for another account')
    expect(why(texted(1, 'Hello', { To: '+15550000000' }))).toBe('is for another number')
    expect(why(became(1, 'sent', { From: '+15550000000' }))).toBe('is of another number')
  })

  test('a messaging service has many numbers', () => {
    const account = `${sid}:${service}`
    const parts = { MessagingServiceSid: service, To: '+15550000000' }
    expect(why(texted(1, 'Hello', parts), account)).toBe('message')
    expect(why(became(1, 'sent', { MessagingServiceSid: service, From: '+15550000000' }), account)).toBe('receipt')
    expect(why(texted(1, 'Hello'), account)).toBe('is for another number')
  })

  test('a short number has no plus; without a number all of the account is this inbox’s', () => {
    expect(why(texted(1, 'Hello', { To: '12345' }), `${sid}:12345`)).toBe('message')
    expect(why(texted(1, 'Hello', { To: shopNumber.slice(1) }))).toBe('message')
    expect(why(texted(1, 'Hello', { To: '+15550000000' }), sid)).toBe('message')
  })

  test('what goes by another way than SMS is kept for people to read', () => {
    expect(why(texted(1, 'Hello', { From: `whatsapp:${caller}` }))).toBe('did not come by SMS')
    expect(why(became(1, 'sent', { To: 'messenger:1234' }))).toBe('did not go by SMS')
    expect(why(became(1, 'translated'))).toBe('is a status of another kind')
    expect(why({ AccountSid: sid, From: caller, To: shopNumber })).toBe('has no MessageSid')
    expect(why({ AccountSid: sid, MessageSid: messageSid(1), From: caller, To: shopNumber })).toBe('says nothing')
    expect(why('nonsense')).toBe('is no form')
    expect(why({})).toBe('is for another account')
  })
})
