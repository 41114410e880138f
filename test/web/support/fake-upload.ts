/** What the server answers to an upload. `cut`: the network breaks; `never`: it stays under way. */
export type UploadAnswer = number | { readonly status: number; readonly text: string } | 'cut' | 'never'

export type FakeUploads = {
  /** In turn; the last one for ever. */
  answers: UploadAnswer[]
  readonly brought: string[]
  /** Those that were given up while they were under way. */
  readonly aborted: string[]
  /** Of the one under way, so many bytes have gone. */
  sent(bytes: number): void
}

/** `XMLHttpRequest`, as far as a file is brought with it. `asked`: when one begins. */
export function fakeUploads(asked: () => void): { readonly uploads: FakeUploads; readonly Request: unknown } {
  let goes: (bytes: number) => void = () => undefined
  const uploads: FakeUploads = {
    answers: [201],
    brought: [],
    aborted: [],
    sent: bytes => goes(bytes)
  }

  class FakeRequest extends EventTarget {
    readonly upload = new EventTarget()
    status = 0
    responseText = ''
    #address = ''

    open(_method: string, address: string): void {
      this.#address = address
    }

    setRequestHeader(): void {
      // Nobody looks.
    }

    abort(): void {
      uploads.aborted.push(this.#address)
      this.dispatchEvent(new Event('abort'))
    }

    send(): void {
      goes = loaded => void this.upload.dispatchEvent(Object.assign(new Event('progress'), { loaded }))
      uploads.brought.push(this.#address)
      asked()
      const answer = (uploads.answers.length > 1 ? uploads.answers.shift() : uploads.answers[0]) ?? 201
      if (answer === 'never') return
      if (answer !== 'cut') {
        this.status = typeof answer === 'number' ? answer : answer.status
        this.responseText = typeof answer === 'number' ? '' : answer.text
      }
      queueMicrotask(() => this.dispatchEvent(new Event(answer === 'cut' ? 'error' : 'load')))
    }
  }
  return { uploads, Request: FakeRequest }
}
