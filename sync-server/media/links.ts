import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import * as v from 'valibot'
import { fileName } from '../../shared/conversations/content.ts'

/** One file of one conversation. `name`: as whoever fetches it sees it. */
export type LinkedFile = {
  readonly tenant: string
  readonly conversation: string
  readonly file: string
  readonly name: string
}

/**
 * Addresses that open one file to whoever has them, for a while: vendors that fetch what we send have no account here.
 * All of it is signed, the workspace too, and nobody but this server can make one. Whether the file is still there is
 * asked of the rows each time: what was erased opens no more.
 */
export type FileLinks = {
  /** Below `PUBLIC_ORIGIN`. Made again within the hour it is the same. */
  pathTo(of: LinkedFile, forMs: number): string
  /** What such an address opens. `undefined`: it is none of ours, or its time is over. */
  read(told: string, name: string): LinkedFile | undefined
}

const signed = v.strictTuple([v.string(), v.string(), fileName, v.pipe(v.number(), v.safeInteger())])
const hourMs = 3_600_000

/** `master`: whoever has it can open everything already. */
export function fileLinks(master: Buffer, now: () => number): FileLinks {
  const key = Buffer.from(hkdfSync('sha256', master, '', 'links to files', 32))
  const sign = (told: string, name: string) => createHmac('sha256', key).update(`${told}/${name}`).digest()
  return {
    pathTo({ tenant, conversation, file, name }, forMs) {
      const until = Math.ceil((now() + forMs) / hourMs) * hourMs
      const told = Buffer.from(JSON.stringify([tenant, conversation, file, until])).toString('base64url')
      const plain = plainName(name)
      return `/files/${told}.${sign(told, plain).toString('base64url')}/${plain}`
    },
    read(address, name) {
      const [, told = '', signature = ''] = /^([\w-]{1,2000})\.([\w-]{43})$/.exec(address) ?? []
      const given = Buffer.from(signature, 'base64url')
      if (given.length !== 32 || !timingSafeEqual(given, sign(told, name))) return undefined
      const read = v.safeParse(signed, JSON.parse(Buffer.from(told, 'base64url').toString()))
      if (!read.success) return undefined
      const [tenant, conversation, file, until] = read.output
      return until > now() ? { tenant, conversation, file, name } : undefined
    }
  }
}

/** Whole addresses, where the world reaches this server. Over plain http everybody on the way would have them too. */
export function linksAt(publicOrigin: string | undefined, links: FileLinks) {
  if (publicOrigin === undefined || !publicOrigin.startsWith('https:')) return undefined
  return (of: LinkedFile, forMs: number) => publicOrigin + links.pathTo(of, forMs)
}

/** Vendors stumble over letters that are not ASCII, and over what is long. Its ending stays. */
function plainName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\w.-]+/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '')
  return plain.slice(-40).replace(/^[-.]+/, '') || 'file'
}
