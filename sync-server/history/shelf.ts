import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as v from 'valibot'
import { author, id } from '../../shared/kernel/message.ts'
import { historyPlan } from '../../shared/protocol/history.ts'
import { mostFileBytes } from './limits.ts'
import { NotTaken } from './not-taken.ts'

/** What is to be done with a file, or with an import, until it is done. */
const order = v.variant('what', [
  v.object({
    what: v.literal('bring'),
    tenant: v.string(),
    by: author,
    file: v.string(),
    name: v.string(),
    plan: historyPlan
  }),
  v.object({ what: v.literal('undo'), tenant: v.string(), by: author, import: id })
])
export type Order = v.InferOutput<typeof order>

/**
 * `DATA_DIR/imports`: files that were brought and are not told yet, and what is to be done. It is customers' words in
 * the clear, so nothing stays here longer than it has to.
 */
export type Shelf = {
  /** Durable when it resolves; answers its SHA-256. @throws NotTaken */
  keep(
    tenant: string,
    body: AsyncIterable<Uint8Array>,
    name: string
  ): Promise<{ file: string; path: string; name: string }>
  find(tenant: string, file: string): Promise<{ file: string; path: string; name: string } | undefined>
  drop(tenant: string, file: string): Promise<void>
  orders(): Promise<readonly Order[]>
  order(order: Order): Promise<void>
  done(order: Order): Promise<void>
  /** Files that nobody wanted after all. */
  clear(before: number): Promise<void>
}

export function openShelf(dataDir: string): Shelf {
  const root = join(dataDir, 'imports')
  const home = (tenant: string) => join(root, digest(tenant))
  const place = (tenant: string, file: string) => {
    if (!/^[0-9a-f]{64}$/.test(file)) throw new Error('no name of a file')
    return join(home(tenant), file)
  }
  const orders = async (): Promise<readonly Order[]> => {
    const names = await readdir(join(root, 'orders')).catch(() => [])
    const texts = await Promise.all(names.filter(isWhole).map(name => readFile(join(root, 'orders', name), 'utf8')))
    return texts.map(text => v.parse(v.pipe(v.string(), v.parseJson(), order), text))
  }
  // What was read again has its fields in the order of the schema.
  const placeOf = (one: Order) => join(root, 'orders', `${digest(JSON.stringify(v.parse(order, one)))}.json`)
  return {
    async keep(tenant, body, name) {
      const draft = join(root, 'coming', randomUUID())
      await mkdir(dirname(draft), { recursive: true, mode: 0o700 })
      try {
        const file = await write(draft, body)
        const path = place(tenant, file)
        await mkdir(dirname(path), { recursive: true, mode: 0o700 })
        await writeDurable(`${path}.name`, name)
        await rename(draft, path)
        return { file, path, name }
      } finally {
        await rm(draft, { force: true })
      }
    },
    async find(tenant, file) {
      const path = place(tenant, file)
      const name = await readFile(`${path}.name`, 'utf8').catch(() => undefined)
      return name === undefined || !(await stat(path).catch(() => undefined)) ? undefined : { file, path, name }
    },
    async drop(tenant, file) {
      await rm(place(tenant, file), { force: true })
      await rm(`${place(tenant, file)}.name`, { force: true })
    },
    orders,
    async order(order) {
      await mkdir(join(root, 'orders'), { recursive: true, mode: 0o700 })
      await writeDurable(placeOf(order), JSON.stringify(order))
    },
    done: order => rm(placeOf(order), { force: true }),
    async clear(before) {
      const wanted = (await orders()).flatMap(one => (one.what === 'bring' ? place(one.tenant, one.file) : []))
      const kept = new Set(wanted.flatMap(path => [path, `${path}.name`]))
      for (const name of await readdir(root).catch(() => [])) {
        if (name === 'orders') continue
        for (const file of await readdir(join(root, name))) {
          const path = join(root, name, file)
          // It may be brought to its end, and gone, in the same moment.
          const found = kept.has(path) ? undefined : await stat(path).catch(() => undefined)
          if (found && found.mtimeMs < before) await rm(path, { force: true })
        }
      }
    }
  }
}

const isWhole = (name: string) => name.endsWith('.json')

async function write(path: string, body: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256')
  let bytes = 0
  await using handle = await open(path, 'wx', 0o600)
  for await (const part of body) {
    bytes += part.length
    if (bytes > mostFileBytes) throw new NotTaken('The file is too big.')
    hash.update(part)
    await handle.write(part)
  }
  await handle.sync()
  return hash.digest('hex')
}

/** There as a whole, or not at all. */
async function writeDurable(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID()}`
  {
    await using handle = await open(draft, 'wx', 0o600)
    await handle.writeFile(text)
    await handle.sync()
  }
  await rename(draft, path)
  await using directory = await open(dirname(path), 'r')
  await directory.sync()
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}
