import { measure, type Strategy, type TextLimit } from './strategy.ts'

/** Choices go as buttons under the words where they may, else as a list, where the platform has one. */
export type ChoiceForm = { readonly as: 'buttons' | 'list'; readonly most: number; readonly title: TextLimit }

type Wrong =
  | { readonly reason: 'choices-not-offered' }
  | { readonly reason: 'too-many-choices'; readonly limit: number }
  | { readonly reason: 'choice-too-long'; readonly title: string; readonly limit: number }
  | { readonly reason: 'choices-alike'; readonly title: string }

/** The roomiest form in which so many of such a length may go; of too many, the one that has room for most. */
export function formOf({ buttons, list, text }: Strategy, titles: readonly string[]): ChoiceForm | null {
  if (!buttons) return null
  const limit = (most: number): TextLimit => ({ ...text, unit: 'characters', most })
  const forms: ChoiceForm[] = [{ as: 'buttons', most: buttons.most, title: limit(buttons.title) }]
  if (list) forms.push({ as: 'list', most: list.rows, title: limit(list.title) })
  const fits = (form: ChoiceForm) =>
    titles.length <= form.most && titles.every(title => measure(title, form.title) <= form.title.most)
  return forms.find(fits) ?? forms.at(-1) ?? null
}

/** How long the words above choices may be, where it is less than alone. */
export function wordsLimit({ buttons, text }: Strategy): TextLimit {
  return buttons?.words === undefined ? text : { ...text, most: buttons.words }
}

/** Why they may not be sent; `undefined` when they may. */
export function wrongChoices(strategy: Strategy, titles: readonly string[]): Wrong | undefined {
  const form = formOf(strategy, titles)
  if (!form) return { reason: 'choices-not-offered' }
  if (titles.length > form.most) return { reason: 'too-many-choices', limit: form.most }
  const long = titles.find(title => measure(title, form.title) > form.title.most)
  if (long !== undefined) return { reason: 'choice-too-long', title: long, limit: form.title.most }
  const alike = titles.find((title, at) => titles.indexOf(title) !== at)
  return alike === undefined ? undefined : { reason: 'choices-alike', title: alike }
}
