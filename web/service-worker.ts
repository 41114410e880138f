/// <reference lib="webworker" />
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { ExpirationPlugin } from 'workbox-expiration'
import { createPartialResponse } from 'workbox-range-requests'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { CacheFirst } from 'workbox-strategies'
import { filesCache, smallAddress } from './app/files-here.ts'

declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: { url: string; revision: string | null }[] }

/** These are the server's own: a customer's page, the emulator, and whatever must never come from a cache. */
const notOurs = [
  /^\/(?:api|sync|media|files|hooks|emulator|healthz|livez)(?:\/|$)/,
  /^\/(?:chat|phone|embed-demo\.html)(?:\/|$)/,
  /^\/widget\.js$/
]

cleanupOutdatedCaches()
precacheAndRoute(self.__WB_MANIFEST)

// Every screen is the same shell, which finds its own way: so a link opens with no network at all.
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: notOurs }))

/** What was looked at once is here for the next tunnel. Films and papers take too much room. */
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

/** A picture that was opened is here too, as it is; one that was only seen is opened in a tunnel as it was seen. */
const opened = new CacheFirst({
  cacheName: filesCache,
  plugins: [expiry, { cacheWillUpdate: async ({ response }) => (isPicture(response) ? response : null) }]
})
registerRoute(
  ({ url, request, sameOrigin }) => sameOrigin && url.pathname.startsWith('/media/') && request.mode === 'navigate',
  async ({ request, event }) => {
    const asked = new Request(request.url, { credentials: 'same-origin' })
    try {
      return await opened.handle({ request: asked, event })
    } catch (error) {
      const seen = await caches.match(smallAddress(request.url), { cacheName: filesCache })
      if (!seen) throw error
      return seen
    }
  }
)

function isPicture(response: Response): boolean {
  return response.status === 200 && (response.headers.get('content-type') ?? '').startsWith('image/')
}

// Never by itself: the agent says when, and every tab saves its drafts first.
self.addEventListener('message', event => {
  if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') void self.skipWaiting()
})
