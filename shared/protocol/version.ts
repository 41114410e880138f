/** Server and client speak this version and the one before. A changed frame is a new version; a test holds the hash. */
export const protocolVersion = 2
export const oldestProtocol = 1

/** The longest frame either side reads, bytes. */
export const longestFrame = 1_048_576

/** The most commands in one push. */
export const mostPushed = 100
