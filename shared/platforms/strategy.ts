/** How the length of a text is counted, and how much of it fits in one message. */
export type TextLimit = {
  readonly most: number
  readonly unit: 'characters' | 'bytes'
  /** Its characters are UTF-16 units: an emoji counts as two or more. */
  readonly utf16?: true
  /** It goes in several, each of which is paid for. */
  readonly segments?: SegmentTable
}

/** How many units one of them has, alone and among others, in the alphabet of the first phones and in any other. */
export type SegmentTable = Readonly<Record<'gsm7' | 'ucs2', { readonly alone: number; readonly each: number }>>

/** Which files of a kind a platform takes from us. Types end in `*` where any of them will do. */
export type MediaLimit = { readonly mostBytes: number; readonly types: readonly string[] }

/** So many at once, and so many a second from then on. */
export type Allowance = { readonly burst: number; readonly perSecond: number }

/** What a platform can do and allows: read by the composer, the decider, the emulator and the server alike. */
export type Strategy = {
  readonly platform: string
  readonly name: string
  readonly text: TextLimit
  /** Of words under a file. `null`: they go as a message of their own. */
  readonly caption: TextLimit | null
  /** Whose files pass: a customer's and ours, or only theirs. */
  readonly files: Whose
  /** What the platform takes from us; a kind that is missing it does not. */
  readonly media: Readonly<Partial<Record<'image' | 'audio' | 'voice' | 'video' | 'document' | 'sticker', MediaLimit>>>
  /** Choices under a message, how long each may be, in characters, and the words above them, where that is less than alone. */
  readonly buttons: { readonly most: number; readonly title: number; readonly words?: number } | null
  /** A list to choose from, where there are too many for buttons. */
  readonly list: { readonly rows: number; readonly title: number; readonly description: number } | null
  /** Whose reactions, edits and unsendings the platform passes on or takes. */
  readonly reactions: Whose
  /** The only ones it takes from us. Absent: any one emoji. */
  readonly reactionEmojis?: readonly string[]
  /** Can a reply of ours name the message it answers? */
  readonly quotes: boolean
  /** Only words can; a file goes without. Absent: whatever it says, but a template. */
  readonly quotesWith?: 'words'
  readonly edits: Whose
  readonly unsends: Whose
  /** How long free text may be sent after the customer's last message, by the platform's clock. `null`: for ever. */
  readonly replyWindowHours: number | null
  /** The same for words a person wrote, where the platform makes a difference. */
  readonly personWindowHours: number | null
  /** A part of its chats has a window where the rest has none: which messages were said there, by their ids. */
  readonly windowIn?: { readonly messages: RegExp; readonly hours: number }
  readonly templates: boolean
  /** The files that may stand in a template's heading. Absent: none. */
  readonly heads?: Strategy['media']
  /** Which steps of the delivery ladder this platform ever reports by itself. */
  readonly receipts: readonly ('sent' | 'delivered' | 'read')[]
  /** That a message was read is told of the last one only: those before it were read as well. */
  readonly namesLastRead?: true
  /** Is a customer shown that we have read what they wrote? */
  readonly reads: boolean
  /**
   * Is a customer shown that somebody writes? It fades by itself, so it is said again after `againMs`. `withRead`: by the
   * same sign they are shown that we have read.
   */
  readonly typing: { readonly againMs: number; readonly withRead?: true } | null
  /** How fast it takes what goes out of one account, and what goes to one person. Absent: nobody says, or it waits by itself. */
  readonly rates?: { readonly account: Allowance; readonly person: Allowance }
  /** The kinds of handle by which it knows a customer, the steadiest first. */
  readonly handles: readonly string[]
}

export type Whose = 'nobody' | 'theirs' | 'both'

/** The code of a failure: the platform was asked, and has not said what became of it. It is asked again, and takes it once. */
export const unanswered = 'unanswered'

const megabyte = 1_048_576

export function upTo(megabytes: number, ...types: readonly string[]): MediaLimit {
  return { mostBytes: megabytes * megabyte, types }
}

/** The length of `text` in the platform's own unit; a character is a Unicode code point, unless it is said to be less. */
export function measure(text: string, limit: TextLimit): number {
  if (limit.unit === 'bytes') return utf8Length(text)
  return limit.utf16 ? text.length : Array.from(text).length
}

function utf8Length(text: string): number {
  let bytes = 0
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4
  }
  return bytes
}
