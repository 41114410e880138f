import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import type { Context } from 'hono'
import { contentSecurityPolicy } from './security-headers.ts'

type Encoding = 'br' | 'gzip' | 'identity'
type File = {
  readonly path: string
  readonly etag: string
  readonly type: string
  /** As it is, and as the build has packed it. */
  readonly bodies: ReadonlyMap<Encoding, Uint8Array<ArrayBuffer>>
}

/** The built pages, all in memory: a name that is not among them is not on any disk either. */
export type StaticFiles = {
  /** `null`: there is no such file. */
  serve(context: Context, path: string): Promise<Response | null>
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.map': 'application/json',
  '.txt': 'text/plain; charset=utf-8'
}
/** What the build lays beside a file. */
const packings = [
  ['.br', 'br'],
  ['.gz', 'gzip']
] as const

export async function loadStaticFiles(directory: string): Promise<StaticFiles> {
  const files = new Map<string, File>()
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => [])
  const onDisk = new Set(entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name)))
  for (const name of onDisk) {
    if (packings.some(([ending]) => name.endsWith(ending) && onDisk.has(name.slice(0, -ending.length)))) continue
    const path = `/${relative(directory, name).split(sep).join('/')}`
    const body = await bytesOf(name)
    const bodies = new Map<Encoding, Uint8Array<ArrayBuffer>>([['identity', body]])
    for (const [ending, encoding] of packings) {
      if (onDisk.has(name + ending)) bodies.set(encoding, await bytesOf(name + ending))
    }
    const etag = createHash('sha256').update(body).digest('base64url').slice(0, 22)
    files.set(path, { path, etag, type: types[extname(path)] ?? 'application/octet-stream', bodies })
  }
  return {
    async serve(context, path) {
      const file = files.get(path)
      return file ? answer(context, file) : null
    }
  }
}

async function bytesOf(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(name))
}

function answer(context: Context, { path, etag: content, type, bodies }: File): Response {
  const encoding = accepted(context.req.header('accept-encoding') ?? '', bodies)
  const etag = `"${content}-${encoding}"`
  const headers = new Headers({ 'Content-Type': type, ETag: etag, 'Cache-Control': cacheControl(path) })
  if (bodies.size > 1) headers.set('Vary', 'Accept-Encoding')
  if (type.startsWith('text/html')) headers.set('Content-Security-Policy', policyOf(path, bodies.get('identity')))
  // The widget is a script on somebody else's site.
  if (path === '/widget.js') headers.set('Cross-Origin-Resource-Policy', 'cross-origin')
  if (context.req.header('if-none-match') === etag) return new Response(null, { status: 304, headers })
  if (encoding !== 'identity') headers.set('Content-Encoding', encoding)
  return new Response(bodies.get(encoding), { headers })
}

/** A name with a hash in it never changes its content; everything else is asked for again. */
function cacheControl(path: string): string {
  return path.startsWith('/_astro/') ? 'public, max-age=31536000, immutable' : 'no-cache'
}

function accepted(header: string, bodies: File['bodies']): Encoding {
  if (/\bbr\b/.test(header) && bodies.has('br')) return 'br'
  return /\bgzip\b/.test(header) && bodies.has('gzip') ? 'gzip' : 'identity'
}

function policyOf(path: string, body: Uint8Array | undefined): string {
  const html = new TextDecoder().decode(body)
  const hashes = (tag: RegExp) => [...html.matchAll(tag)].map(([, text]) => `'sha256-${sha256(text ?? '')}'`)
  return contentSecurityPolicy(
    {
      scripts: hashes(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g),
      styles: hashes(/<style[^>]*>([\s\S]*?)<\/style>/g)
    },
    path.startsWith('/chat')
  )
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64')
}
