import { Hono } from 'hono'
import { answerFile, isShown } from './answer-file.ts'
import type { Files } from './files.ts'
import type { FileLinks } from './links.ts'

/** As what a vendor is told that a file is. What a browser could run goes by no name at all. */
const harmless = /^(?:application\/pdf|text\/(?:plain|vcard|csv|calendar))$/

/**
 * `/files/<signed>/<name>`: one file for whoever was given its address, until its time is over or it is erased. A wrong
 * address costs a hash and no question to the database.
 */
export function linkRoutes(links: FileLinks, { rows, store }: Files): Hono {
  const routes = new Hono()
  routes.get('/:told/:name', async context => {
    const of = links.read(context.req.param('told'), context.req.param('name'))
    const row = of && (await rows.of(of.tenant, of.conversation, of.file))
    const size = row && (await store.size(of.tenant, of.file))
    if (!of || !row || size === undefined) return context.text('no such file', 404)
    const { tenant, file, name } = of
    const mime = isShown(row.mime) || harmless.test(row.mime) ? row.mime : 'application/octet-stream'
    const headers = {
      // Kept by nobody on the way: erased, it is gone at once.
      'Cache-Control': 'private, no-store',
      'Content-Disposition': `${isShown(mime) ? 'inline' : 'attachment'}; filename="${name}"`,
      'Content-Type': mime,
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Referrer-Policy': 'no-referrer',
      'X-Robots-Tag': 'noindex'
    }
    return answerFile(context, store, { tenant, file, size, headers })
  })
  return routes
}
