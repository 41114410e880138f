/** Instead of an attachment's number: the words of the mail, uncut. */
export const wholeText = 'text'
/** And the mail as a page. */
export const wholePage = 'page'

/** Forwarded mails and invitations have no file name. */
export function nameOfPart(mimeType: string): string | undefined {
  switch (mimeType) {
    case 'message/rfc822':
      return 'forwarded.eml'
    case 'text/calendar':
      return 'invitation.ics'
    default:
      return undefined
  }
}
