import { useEffect, useState } from 'preact/hooks'
import type { HistoryPreview, ImportEntry } from '../../shared/protocol/history.ts'
import { connection, me } from '../app/live.ts'
import { Empty } from '../ui/empty.tsx'
import { toast } from '../ui/toast.ts'
import { askImports, takeFile } from './ask-history.ts'
import { DropFile } from './drop-file.tsx'
import { ImportList } from './import-list.tsx'
import { Plan } from './plan.tsx'
import { sentenceOf } from './sentence-of.ts'
import '../styles/history.css'

/** How often it is asked how far an import is, while one is under way. Milliseconds. */
const lookEveryMs = 1000

/** What was said and known before Daybook: looked at, brought into an inbox, and taken back. Only with a network. */
export function HistoryScreen() {
  const admin = me.value?.role === 'admin'
  const online = connection.value.state === 'up-to-date'
  // A file on its way up, and what was said of it, outlast a tunnel.
  const [wasOnline, setWasOnline] = useState(online)
  useEffect(() => {
    if (online) setWasOnline(true)
  }, [online])
  return (
    <div class="screen past">
      <header class="head">
        <h1>Bring your history</h1>
      </header>
      {!admin && <Empty title="Only an admin of this workspace can bring its history" />}
      {admin && !online && !wasOnline && <Empty title="This needs the server: it comes back when you are online" />}
      {admin && !online && wasOnline && (
        <p class="hint" role="status">
          This needs the server: it goes on when you are online.
        </p>
      )}
      {admin && (online || wasOnline) && <Desk />}
    </div>
  )
}

type Stage = 'nothing' | 'taking' | HistoryPreview

function Desk() {
  const [stage, setStage] = useState<Stage>('nothing')
  const [refused, setRefused] = useState<string | null>(null)
  const { imports, look } = useImports()
  const take = async (file: File) => {
    setStage('taking')
    setRefused(null)
    try {
      setStage(await takeFile(file))
    } catch (error) {
      setRefused(sentenceOf(error))
      setStage('nothing')
    }
  }
  const begun = () => {
    setStage('nothing')
    toast('It is being brought. You may go on with something else.')
    void look()
  }
  return (
    <>
      <section aria-label="A file">
        {typeof stage === 'string' ? (
          <DropFile busy={stage === 'taking'} refused={refused} take={file => void take(file)} />
        ) : (
          <Plan key={stage.file} found={stage} begun={begun} leave={() => setStage('nothing')} />
        )}
      </section>
      {imports !== null && imports.length > 0 && <ImportList imports={imports} look={look} />}
    </>
  )
}

function useImports() {
  const [imports, setImports] = useState<readonly ImportEntry[] | null>(null)
  const look = async () => {
    const now = await askImports().catch(() => null)
    if (now !== null) setImports(now)
  }
  const isUnderWay = imports?.some(one => one.state === 'running' || one.state === 'undoing') ?? false
  useEffect(() => {
    void look()
    if (!isUnderWay) return undefined
    const timer = setInterval(() => void look(), lookEveryMs)
    return () => clearInterval(timer)
  }, [isUnderWay])
  return { imports, look }
}
