/** One mail as a server keeps it. */
export type Kept = { readonly uid: number; readonly at: number; readonly source: Buffer; readonly flags: string }

/** A folder of a mailbox, in memory. Its numbers are good under one `validity` (RFC 3501, 2.3.1.1). */
export type Folder = {
  readonly name: string
  /** What it is for, as RFC 6154 calls it; empty: nothing special. */
  readonly use: string
  readonly validity: number
  readonly next: number
  mails(): readonly Kept[]
  /** Answers its number. */
  add(source: Buffer, at: number, flags?: string): number
  remove(uid: number): void
  /** All numbers are new, as after a restore of the mail server. */
  renumber(): void
}

export function openFolder(name: string, use: string, firstValidity: number): Folder {
  let validity = firstValidity
  let next = 1
  let mails: readonly Kept[] = []
  return {
    name,
    use,
    get validity() {
      return validity
    },
    get next() {
      return next
    },
    mails: () => mails,
    add(source, at, flags = '') {
      const uid = next++
      mails = [...mails, { uid, at, source, flags }].slice(-mostKept)
      return uid
    },
    remove(uid) {
      mails = mails.filter(one => one.uid !== uid)
    },
    renumber() {
      validity += 1
      mails = mails.map((one, n) => ({ ...one, uid: n + 1 }))
      next = mails.length + 1
    }
  }
}

/** A server keeps them for ever; this is a memory. */
const mostKept = 500
