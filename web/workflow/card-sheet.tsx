import { useState } from 'preact/hooks'
import type { Wish } from '../app/device.ts'
import { cards } from '../app/live.ts'
import { act } from '../app/shell/act.ts'
import { Dialog } from '../ui/dialog.tsx'
import type { BoardRow } from './boards.ts'
import { CardCycles } from './card-cycles.tsx'
import { CardFields } from './card-fields.tsx'
import { changesOf, formOf, type CardForm } from './card-form.ts'
import { Checklist } from './checklist.tsx'
import { fillIn, type FillIn } from './fill-in.ts'
import { nameOfCard, stageCalled } from './called.ts'
import { stageOf } from './moves.ts'
import { cursor, standOn } from './stand.ts'

type Props = { asked: FillIn; row: BoardRow }

/** All that stands on a card. What a stage asks for is marked, and the move goes on once it is there. */
export function CardSheet({ asked, row }: Props) {
  const card = cards.get(asked.card)
  const [form, setForm] = useState<CardForm>(() => formOf(card, row.now.plan))
  const [wrong, setWrong] = useState<string | null>(null)
  if (!card) return null
  const closes = asked.then?.type === 'card.close'
  const close = () => {
    fillIn.value = null
    // What was moved to its end may stand in a stage that is folded: the keys have gone on from it.
    standOn(asked.explains ? cursor.peek() : asked.card)
  }
  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    const changes = changesOf(form, card, row.now.plan)
    if ('wrong' in changes) return setWrong(changes.wrong)
    for (const wish of changes.wishes) if (!(await act(wish, { quiet: true })).accepted) return
    close()
    if (!asked.then) return
    const done = `${nameOfCard(card)} ${goneWords(asked.then)}`
    await act(asked.then, { done, instead: asked.instead })
  }
  return (
    <Dialog title={nameOfCard(card)} class="card-sheet" close={close}>
      <div class="body">
        <form onSubmit={event => void save(event)}>
          <p class="hint">
            {row.now.plan.name}, {stageOf(card)?.name}
            {card.cycles.length > 1 && `, cycle ${card.cycles.length}`}
          </p>
          {asked.fields.length > 0 && <p class="asked">This stage asks for what is marked, before the card goes on.</p>}
          <CardFields card={card} plan={row.now.plan} form={form} asked={asked.fields} set={setForm} />
          <Checklist card={card} />
          {wrong !== null && (
            <p class="wrong" role="alert">
              {wrong}
            </p>
          )}
          <div class="acts">
            <button type="button" class="button quiet" onClick={close}>
              Cancel
            </button>
            <button type="submit" class="button primary">
              {asked.then ? `Save and ${closes ? 'close' : 'move'}` : 'Save'}
            </button>
          </div>
        </form>
        {!asked.then && <CardCycles card={card} plan={row.now.plan} asked={asked} done={close} />}
      </div>
    </Dialog>
  )
}

function goneWords(wish: Wish): string {
  return wish.type === 'card.move' ? `moved to ${stageCalled(wish.workflow, wish.to)}` : 'closed'
}
