import { describe, expect, it } from 'vitest'
import { summary, wordsOf } from '../../shared/conversations/content-words.ts'
import { largestPage, pageHeaders } from '../../sync-server/media/page-headers.ts'
import { partOf } from '../../sync-server/platforms/email/file.ts'
import { mailFrom } from '../../sync-server/platforms/email/mail.ts'
import { readPast } from '../../sync-server/platforms/email/past.ts'
import { said } from '../../sync-server/platforms/email/said.ts'
import { mail, multipart, shop } from './mails.ts'

const plain = ['Content-Type: text/plain; charset=utf-8']
const html = ['Content-Type: text/html; charset=utf-8']
const picture = (id: string) => [
  'Content-Type: image/png; name="logo.png"',
  'Content-Transfer-Encoding: base64',
  'Content-Disposition: inline; filename="logo.png"',
  `Content-ID: <${id}>`
]
const table = '<table><tr><td>Two pens</td><td>14.00</td></tr></table>'

async function sent(kind: string, ...parts: Parameters<typeof multipart>[1][]) {
  const { head, body } = multipart(kind, ...parts)
  const read = await mailFrom(Buffer.from(mail({ Subject: 'Re: x', 'Content-Type': head }, body), 'latin1'))
  return { content: said(read, { account: shop, place: '7.42' }), page: () => textOf(partOf(read, 'page')) }
}

function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes && Buffer.from(bytes).toString()
}

describe('a mail as the page it was sent as', () => {
  it('is the last of its files, and no file to anybody who reads', async () => {
    const { content, page } = await sent('alternative', [plain, 'Two pens: 14.00'], [html, table])
    expect(content).toMatchObject({
      kind: 'media',
      caption: 'Two pens: 14.00',
      items: [{ id: '7.42:page', mime: 'text/html', page: true }]
    })
    expect([summary(content), wordsOf(content)]).toEqual(['Two pens: 14.00', 'Two pens: 14.00'])
    expect(page()).toMatch(/^<!doctype html><meta name="referrer" content="no-referrer"><base target="_blank">/)
    expect(page()).toContain(table)
  })

  it('is not offered where it says no more than the words', async () => {
    const { content } = await sent('alternative', [plain, 'Hello'], [html, '<div dir="ltr">Hello<br>you</div>'])
    expect(content).toMatchObject({ kind: 'text', text: 'Hello' })
  })

  it('stays beside the files of the mail, of which it is none', async () => {
    const { content } = await sent(
      'related',
      [html, `<p>Hi</p><img src="cid:logo@x">`],
      [picture('logo@x'), 'iVBORw0KGgo=']
    )
    expect(content).toMatchObject({ items: [{ name: 'logo.png' }, { page: true }] })
    expect(summary(content)).toBe('Photo: Hi')
  })

  it('says that there are no words where a picture is all there is', async () => {
    const { content } = await sent('related', [html, '<img src="https://t.example/p.gif">'])
    expect([summary(content), wordsOf(content)]).toEqual(['(an e-mail without words)', '(an e-mail without words)'])
  })

  it('comes along with a mail that is brought from an archive', async () => {
    const { head, body } = multipart('alternative', [plain, 'Two pens'], [html, table])
    const past = await readPast(Buffer.from(mail({ Subject: 'Re: x', 'Content-Type': head }, body), 'latin1'))
    expect(past.content).toMatchObject({ items: [{ page: true }], caption: 'Two pens' })
    expect(textOf(past.files[0] ?? undefined)).toContain(table)
  })

  it('has the pictures that came along in it, and of others only the address', async () => {
    const { page } = await sent(
      'related',
      [html, '<img src="cid:logo@x"><img src="cid:other@x"><img src="https://t.example/p.gif">'],
      [picture('logo@x'), 'iVBORw0KGgo=']
    )
    expect(page()).toContain('<img src="data:image/png;base64,iVBORw0KGgo=">')
    expect(page()).toContain('<img src="cid:other@x"><img src="https://t.example/p.gif">')
  })

  it('grows no larger than a frame is given, however often a picture is shown', async () => {
    const big = Buffer.alloc(600_000, 1).toString('base64')
    const { page } = await sent('related', [html, '<img src="cid:logo@x">'.repeat(50)], [picture('logo@x'), big])
    expect(Buffer.byteLength(page()!)).toBeLessThanOrEqual(largestPage)
    expect(page()!.match(/data:image/g)).toHaveLength(5)
  })

  it('is none when it is too large', async () => {
    const { content } = await sent('alternative', [plain, 'Hello'], [html, table + ' '.repeat(largestPage)])
    expect(content).toMatchObject({ kind: 'text' })
  })
})

it('a frame is told to run nothing, send nothing, and load nothing that is not in the page', () => {
  const policy = (outside: boolean) => pageHeaders(outside)['Content-Security-Policy']?.split('; ')
  expect(policy(false)).toEqual(
    expect.arrayContaining(["default-src 'none'", 'img-src data:', "form-action 'none'", "base-uri 'none'"])
  )
  expect(policy(false)).toContain('sandbox allow-popups allow-popups-to-escape-sandbox')
  expect(policy(true)).toContain('img-src data: https: http:')
})
