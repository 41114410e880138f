import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'

const packable = /\.(?:html|m?js|css|json|webmanifest|svg|wasm|txt|map)$/
/** Below this a packed file is hardly shorter. Bytes. */
const worthPacking = 1024

/** Lays `file.br` and `file.gz` beside every file that gets shorter by it: once here, not at every start of a server. */
export function packAll(dist) {
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !packable.test(entry.name)) continue
    const file = join(entry.parentPath, entry.name)
    const body = readFileSync(file)
    if (body.length < worthPacking) continue
    writeFileSync(`${file}.br`, brotliCompressSync(body))
    writeFileSync(`${file}.gz`, gzipSync(body, { level: 9 }))
  }
}

export function pack() {
  return { name: 'pack', hooks: { 'astro:build:done': ({ dir }) => packAll(fileURLToPath(dir)) } }
}
