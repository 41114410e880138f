const noRoom = '53100'

/**
 * What the database said no to. `code` is its SQLSTATE, `storage-full` when the disk has no room for it,
 * or `gone` when there is no database any more.
 */
export class DatabaseError extends Error {
  readonly code: string
  constructor({ message, code, detail }: { message: string; code?: string; detail?: string }) {
    super(detail ? `${message} (${detail})` : message)
    this.name = 'DatabaseError'
    this.code = code === noRoom ? 'storage-full' : (code ?? 'unknown')
  }
}
