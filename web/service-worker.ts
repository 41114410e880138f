/// <reference lib="webworker" />
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { ExpirationPlugin } from 'workbox-expiration'
import { createPartialResponse } from 'workbox-range-requests'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { CacheFirst } from 'workbox-strategies'
import { filesCache } from './app/files-here.ts'

declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: { url: string; revision: string | null }[] }

/** These are the server's own: a customer's page, the emulator, and whatever must never come from a cache. */
const notOurs = [
  /^\/(?:api|sync|media|files|hooks|emulator|healthz)(?:\/|$)/,
  /^\/(?:chat|phone|embed-demo\.html)(?:\/|$)/,
  /^\/widget\.js$/
]

cleanupOutdatedCaches()
precacheAndRoute(self.__WB_MANIFEST)

// Every screen is the same shell, which finds its own way: so a link opens with no network at all.
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: notOurs }))

/** Pictures and voices that were looked at once are here for the next tunnel. Films and papers take too much room. */
const expiry: object = new ExpirationPlugin({ maxEntries: 2000, purgeOnQuotaError: true })
const kept = new CacheFirst({
  cacheName: filesCache,
  plugins: [expiry]
})
registerRoute(
  ({ url, request, sameOrigin }) =>
    sameOrigin && url.pathname.startsWith('/media/') && ['image', 'audio'].includes(request.destination),
  async ({ request, event }) => {
    // A player asks for a part; kept is the whole.
    const whole = await kept.handle({ request: new Request(request.url, { credentials: 'same-origin' }), event })
    return request.headers.has('range') && whole.ok ? createPartialResponse(request, whole) : whole
  }
)

// Never by itself: the agent says when, and every tab saves its drafts first.
self.addEventListener('message', event => {
  if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') void self.skipWaiting()
})
