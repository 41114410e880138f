const mebibyte = 1024 * 1024

/** A whole file as it is brought, with the photos in it. */
export const mostFileBytes = 1024 * mebibyte
/** A chat or a table: it is read in one go, and while it is nobody else is served. */
export const mostTextBytes = 32 * mebibyte
/** A mailbox, which is read a mail after the other. */
export const mostMailBytes = 256 * mebibyte
/** One file inside. A larger one, which WhatsApp takes as a document, is not brought: its message says so. */
export const mostMediaBytes = 100 * mebibyte
export const mostEntries = 20_000
export const mostMessages = 200_000
export const mostContacts = 5000
