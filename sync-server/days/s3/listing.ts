/** One page of ListObjectsV2. `next` asks for the page after it. */
export type Listing = { readonly keys: readonly string[]; readonly next: string | undefined }

/** @throws for what is no listing: half of one would look like an archive with fewer files. */
export function readListing(xml: string): Listing {
  if (!/<ListBucketResult[\s>]/.test(xml) || !xml.trimEnd().endsWith('</ListBucketResult>'))
    throw new Error('the answer is no list of files')
  const keys = [...xml.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => unescaped(key))
  const next = /<NextContinuationToken>([^<]*)</.exec(xml)?.[1]
  if (!/<IsTruncated>true</.test(xml)) return { keys, next: undefined }
  if (next === undefined) throw new Error('the list goes on, and the answer does not say where')
  return { keys, next: unescaped(next) }
}

/** How large the file of exactly this key is, if the list has it. @throws for what is no list */
export function sizeIn(xml: string, key: string): number | undefined {
  readListing(xml)
  for (const [, one = ''] of xml.matchAll(/<Contents>([\s\S]*?)<\/Contents>/g)) {
    const [, named = ''] = /<Key>([^<]*)<\/Key>/.exec(one) ?? []
    const [, size] = /<Size>(\d+)<\/Size>/.exec(one) ?? []
    if (unescaped(named) === key && size !== undefined) return Number(size)
  }
  return undefined
}

/** What an error says it is: `NoSuchKey`, `SlowDown`. Its other words may quote the request, and stay out of our logs. */
export function errorCode(xml: string): string | undefined {
  return /<Error>[\s\S]*?<Code>(\w{1,64})<\/Code>/.exec(xml)?.[1]
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function unescaped(text: string): string {
  return text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (hex !== undefined) return String.fromCodePoint(parseInt(hex, 16))
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal))
    return entities[name ?? ''] ?? whole
  })
}
