const mebibyte = 1024 * 1024

/** A whole file as it is brought, with the photos in it. */
export const mostFileBytes = 1024 * mebibyte
/** Words: a chat, mails, a table. They are read as one. */
export const mostWordBytes = 128 * mebibyte
/** One file inside: more than WhatsApp lets anybody send in a chat. */
export const mostMediaBytes = 100 * mebibyte
export const mostEntries = 20_000
export const mostMessages = 200_000
export const mostContacts = 5000
