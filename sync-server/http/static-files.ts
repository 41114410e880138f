import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Context } from 'hono'
import { contentSecurityPolicy } from './security-headers.ts'

type Encoding = 'br' | 'gzip' | 'identity'
type File = {
  readonly path: string
  readonly body: Buffer
  readonly etag: string
  readonly type: string
  readonly packed: Map<Encoding, Promise<Buffer>>
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
const packable = /^(text\/|application\/(json|manifest|wasm)|image\/svg)/
/** Below this a packed file is hardly shorter. Bytes. */
const worthPacking = 1024

export async function loadStaticFiles(directory: string): Promise<StaticFiles> {
  const files = new Map<string, File>()
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const onDisk = join(entry.parentPath, entry.name)
    const path = `/${relative(directory, onDisk).split(sep).join('/')}`
    const body = await readFile(onDisk)
    const etag = createHash('sha256').update(body).digest('base64url').slice(0, 22)
    files.set(path, { path, body, etag, type: types[extname(path)] ?? 'application/octet-stream', packed: new Map() })
  }
  return {
    async serve(context, path) {
      const file = files.get(path)
      return file ? answer(context, file) : null
    }
  }
}

async function answer(context: Context, file: File): Promise<Response> {
  const packs = packable.test(file.type) && file.body.length >= worthPacking
  const encoding = packs ? accepted(context.req.header('accept-encoding') ?? '') : 'identity'
  const etag = `"${file.etag}-${encoding}"`
  const headers = new Headers({ 'Content-Type': file.type, ETag: etag, 'Cache-Control': cacheControl(file.path) })
  if (packs) headers.set('Vary', 'Accept-Encoding')
  if (file.type.startsWith('text/html')) headers.set('Content-Security-Policy', policyOf(file))
  // The widget is a script on somebody else's site.
  if (file.path === '/widget.js') headers.set('Cross-Origin-Resource-Policy', 'cross-origin')
  if (context.req.header('if-none-match') === etag) return new Response(null, { status: 304, headers })
  if (encoding !== 'identity') headers.set('Content-Encoding', encoding)
  return new Response(Uint8Array.from(await packed(file, encoding)), { headers })
}

/** A name with a hash in it never changes its content; everything else is asked for again. */
function cacheControl(path: string): string {
  return path.startsWith('/_astro/') ? 'public, max-age=31536000, immutable' : 'no-cache'
}

function accepted(header: string): Encoding {
  if (/\bbr\b/.test(header)) return 'br'
  return /\bgzip\b/.test(header) ? 'gzip' : 'identity'
}

/** Packed once, when first asked for. */
function packed(file: File, encoding: Encoding): Promise<Buffer> {
  if (encoding === 'identity') return Promise.resolve(file.body)
  const before = file.packed.get(encoding)
  if (before) return before
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: file.body.length }
  const packing = encoding === 'br' ? promisify(brotliCompress)(file.body, { params }) : promisify(gzip)(file.body)
  file.packed.set(encoding, packing)
  return packing
}

function policyOf(file: File): string {
  const html = file.body.toString()
  const hashes = (tag: RegExp) => [...html.matchAll(tag)].map(([, text]) => `'sha256-${sha256(text ?? '')}'`)
  return contentSecurityPolicy(
    {
      scripts: hashes(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g),
      styles: hashes(/<style[^>]*>([\s\S]*?)<\/style>/g)
    },
    file.path.startsWith('/chat')
  )
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64')
}
