/**
 * Where the files of cold days lie: a directory, or object storage. `test/contracts/archive.ts` is the law for both.
 * Names have segments of letters, digits, `-`, `_` and `.`, with `/` between them.
 */
export type Archive = {
  /** Where it is, for people: no credentials in it. */
  readonly place: string
  /** Bytes that are free there; `undefined` where that has no meaning. @throws ArchiveUnreachable */
  free(): Promise<number | undefined>
  /** Durable when it resolves: the whole file or none, in place of one of that name. */
  put(name: string, bytes: Uint8Array): Promise<void>
  /** `undefined`: there is no such file. @throws ArchiveUnreachable when nobody can say. */
  get(name: string): Promise<Uint8Array | undefined>
  /** The names that begin with `prefix`, in order. */
  list(prefix: string): Promise<readonly string[]>
  /** A file that is not there is removed already. */
  remove(name: string): Promise<void>
}

/** The archive did not answer, or not as it should. Nothing is known about the file; ask again later. */
export class ArchiveUnreachable extends Error {
  constructor(what: string, cause?: unknown) {
    super(`the archive cannot be reached: ${what}`, { cause })
    this.name = 'ArchiveUnreachable'
  }
}

/** @throws for a name that could lead out of the archive. */
export function checkName(name: string): string {
  if (!/^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/.test(name)) throw new Error(`not a name in the archive: ${name}`)
  return name
}
