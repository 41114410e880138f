import { NotebookText } from 'lucide-preact'
import { Empty } from '../ui/empty.tsx'

export function NothingOpen() {
  return (
    <Empty picture={<NotebookText size={44} strokeWidth={1} />} title="Open a conversation">
      <p>
        <kbd class="kbd">J</kbd> and <kbd class="kbd">K</kbd> walk through the list, <kbd class="kbd">O</kbd> opens,{' '}
        <kbd class="kbd">?</kbd> shows all keys.
      </p>
    </Empty>
  )
}
