/** A pasted page fits; a book does not. Bytes of one Yjs update. */
export const longestUpdate = 65_536

/** Bytes of one conversation's whole Yjs state, with what was deleted still counted in it. */
export const largestDocument = 524_288

/** Bytes of one presence, as JSON. */
export const longestPresence = 2_048

/** Sockets of one agent over all conversations: devices times tabs. */
export const mostSocketsOfOne = 24

/** Conversations that are written on at the same time, in one process. */
export const mostRooms = 2_000

/** Words wait so long, at most, before they are on the server's disk too; the writer's device has them already. */
export const keepAfterMs = 300

/** Bytes a socket may leave unread before it is cut: it comes back and asks for what it lacks. */
export const mostUnread = 1_048_576

/** A socket is asked so often whether anybody is there still, and is cut when the last question was not answered. */
export const pulseMs = 30_000

/** Why a socket is closed. 44xx: coming back changes nothing; 45xx: come back later (y-websocket's convention). */
export const closing = {
  notUnderstood: 4400,
  signedOut: 4401,
  notYours: 4403,
  erased: 4410,
  clientIdTaken: 4409,
  tooLarge: 4413,
  tooMany: 4429,
  goingDown: 4503,
  unread: 4508,
  full: 4529
} as const
export type Closing = (typeof closing)[keyof typeof closing]
