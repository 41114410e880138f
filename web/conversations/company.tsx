import type { Colleague, Company } from '../app/company.ts'
import { Avatar } from '../ui/avatar.tsx'

/** A collision is seen before it happens. It keeps its line free, so that nothing jumps when somebody comes. */
export function Others({ company }: { company: Company | undefined }) {
  const others = company?.others.value ?? []
  const words = company?.isAlone.value ? alone : sentence(others)
  return (
    <p class="company" role="status" data-typing={others.some(one => one.typing) || undefined}>
      {others.slice(0, 3).map(({ id, name }) => (
        <Avatar key={id} name={name} of={id} little />
      ))}
      {words !== '' && <span dir="auto">{words}</span>}
    </p>
  )
}

const alone = 'Too long to be written together: nobody else sees it yet'

export function sentence(others: readonly Colleague[]): string {
  const answering = others.find(one => one.typing === 'reply')
  if (answering) return `${answering.name} is answering …`
  const noting = others.find(one => one.typing === 'note')
  if (noting) return `${noting.name} is writing a note …`
  const [first, second] = others
  if (!first) return ''
  if (!second) return `${first.name} has this open too`
  return others.length === 2
    ? `${first.name} and ${second.name} have this open too`
    : `${first.name} and ${others.length - 1} others have this open too`
}
