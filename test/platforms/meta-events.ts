/** Events as Meta's documentation of Messenger and Instagram shows them: each one item of `messaging`. */
type Item = Record<string, unknown>

export const pageId = '682498302938465'
export const igId = '17841400000000001'
export const psid = '5194869137229372'
export const igsid = '1234567890123456'

/** 2026-11-23 10:00:00 UTC, in milliseconds. */
export const tenMs = 1_795_428_000_000

const events = (account: string, customer: string, object: string) => {
  const between = (parts: Item, at: number) => ({
    sender: { id: customer },
    recipient: { id: account },
    timestamp: at,
    ...parts
  })
  return {
    account,
    customer,
    /** From the customer. */
    event: between,
    message: (mid: string, parts: Item, at = tenMs): Item => between({ message: { mid, ...parts } }, at),
    /** From the business, in whichever app. */
    ours: (parts: Item, at = tenMs): Item => ({
      sender: { id: account },
      recipient: { id: customer },
      timestamp: at,
      ...parts
    }),
    echo: (mid: string, parts: Item, at = tenMs): Item => ({
      sender: { id: account },
      recipient: { id: customer },
      timestamp: at,
      message: { mid, is_echo: true, app_id: 1_517_776_481_860_111, ...parts }
    }),
    hook: (...items: readonly unknown[]): Item => ({
      object,
      entry: [{ id: account, time: tenMs, messaging: items }]
    }),
    entries: (...entries: readonly Item[]): Item => ({ object, entry: entries })
  }
}

export const fb = events(pageId, psid, 'page')
export const ig = events(igId, igsid, 'instagram')

export const file = (type: string, url = `https://cdn.example.test/${type}`, more: Item = {}): Item => ({
  type,
  payload: { url, ...more }
})

export const ad = {
  ref: 'spring',
  ad_id: '6045246247433',
  source: 'ADS',
  type: 'OPEN_THREAD',
  ads_context_data: { ad_title: 'Half price', photo_url: 'https://cdn.example.test/ad', post_id: '99' }
}
