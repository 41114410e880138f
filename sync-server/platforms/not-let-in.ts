/** The account does not let us in: a sentence for who runs it. Trying again changes nothing until they act. */
export class NotLetIn extends Error {
  /** Of the account's form, the field that it is about. */
  readonly field: string | undefined
  constructor(sentence: string, field?: string) {
    super(sentence)
    this.field = field
  }
}
