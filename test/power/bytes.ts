/** What a file says, as far as it is known; grows by doubling. */
export class Bytes {
  #room: Buffer
  size: number

  constructor(room: Buffer = Buffer.alloc(0), size = room.length) {
    this.#room = room
    this.size = size
  }

  get content(): Buffer {
    return this.#room.subarray(0, this.size)
  }

  copy(): Bytes {
    return new Bytes(Buffer.from(this.content))
  }

  write(at: number, data: Buffer): void {
    this.truncate(Math.max(this.size, at + data.length))
    data.copy(this.#room, at)
  }

  /** To this size: what was not there before is zeros. */
  truncate(size: number): void {
    if (size > this.#room.length) {
      const room = Buffer.alloc(Math.max(size, this.#room.length * 2))
      this.content.copy(room)
      this.#room = room
    }
    if (size < this.size) this.#room.fill(0, size, this.size)
    this.size = size
  }
}
