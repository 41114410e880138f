import type { Template } from '../../shared/inboxes/events.ts'

/** What the sample shop may write first, or after the window has closed. */
export const templates: readonly Template[] = [
  {
    name: 'back_in_stock',
    language: 'de',
    category: 'marketing',
    body: 'Hallo {{1}}, gute Nachrichten: {{2}} ist wieder da. Sollen wir etwas für dich zurücklegen?'
  },
  {
    name: 'come_by',
    language: 'en',
    category: 'utility',
    body: 'Hello {{1}}, {{2}} waits for you here. Just say your name at the counter.',
    place: true
  },
  {
    name: 'follow_up',
    language: 'en',
    category: 'utility',
    body: 'Hello {{1}}, we still owe you an answer about {{2}}. Reply here whenever it suits you and we go on from there.'
  },
  {
    name: 'new_arrivals',
    language: 'en',
    category: 'marketing',
    body: 'Hello {{1}}, this came in today: {{2}}. With this code it costs you less until Sunday.',
    head: 'image',
    code: { at: 0, as: 'coupon', label: 'Copy offer code', text: '{{3}}' }
  },
  {
    name: 'order_ready',
    language: 'en',
    category: 'utility',
    body: 'Hello {{2}}, it is packed and waits for you at the counter until {{3}}.',
    heading: 'Order {{1}}',
    footer: 'See you soon.',
    links: [{ at: 0, label: 'Show the way', url: 'https://shop.example/orders/{{4}}' }]
  },
  {
    name: 'order_shipped',
    language: 'en',
    category: 'utility',
    body: 'Hello {{1}}, your order {{2}} is on its way. It should be with you by {{3}}.'
  },
  {
    name: 'order_shipped_ar',
    language: 'ar',
    category: 'utility',
    body: 'مرحبًا {{1}}، طلبك رقم {{2}} في الطريق إليك.'
  },
  {
    name: 'pedido_enviado',
    language: 'es',
    category: 'utility',
    body: 'Hola, {{1}}: tu pedido {{2}} ya está en camino.'
  }
]
