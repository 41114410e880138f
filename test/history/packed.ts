import { crc32, deflateRawSync } from 'node:zlib'

/** One part of an archive, and what is wrong with it. */
export type Part = {
  readonly name: string
  readonly body: Uint8Array | string
  readonly locked?: true
  readonly link?: true
  /** What the list of contents says of its size. */
  readonly says?: number
  /** Its bytes are those of the part before it. */
  readonly again?: true
  readonly method?: number
}

/** An archive, byte by byte, so that it can be as wrong as anybody could make it. */
export function pack(parts: readonly Part[]): Buffer {
  const pieces: Buffer[] = []
  const list: Buffer[] = []
  let [at, before] = [0, 0]
  for (const part of parts) {
    const body = Buffer.from(part.body)
    const name = Buffer.from(part.name)
    const packed = deflateRawSync(body)
    const start = part.again ? before : at
    const shared = Buffer.alloc(26)
    shared.writeUInt16LE(20, 0)
    shared.writeUInt16LE((part.locked ? 1 : 0) | 0x800, 2)
    shared.writeUInt16LE(part.method ?? 8, 4)
    shared.writeUInt32LE(crc32(body), 10)
    shared.writeUInt32LE(packed.length, 14)
    shared.writeUInt32LE(part.says ?? body.length, 18)
    shared.writeUInt16LE(name.length, 22)
    if (!part.again) {
      const whole = Buffer.concat([Buffer.from('PK\u0003\u0004'), shared, name, packed])
      pieces.push(whole)
      before = at
      at += whole.length
    }
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(part.link ? 0xa1ff0000 : 0, 6)
    tail.writeUInt32LE(start, 10)
    list.push(Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([20, 3]), shared, tail, name]))
  }
  const contents = Buffer.concat(list)
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 'latin1')
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(contents.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...pieces, contents, end])
}
