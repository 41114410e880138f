import { useEffect, useState } from 'preact/hooks'
import { connection, threads } from '../app/live.ts'
import { version } from '../../package.json'
import { protocolVersion } from '../../shared/protocol/version.ts'
import { now } from '../ui/now.ts'
import { inSentence } from '../ui/time-words.ts'

/** What Daybook holds here, and whether the browser promised to keep it. */
export function StorageInfo() {
  const [used, setUsed] = useState<number | null>(null)
  const [kept, setKept] = useState<boolean | null>(null)
  useEffect(() => {
    // Absent outside of secure contexts: then there is nothing to tell.
    void navigator.storage?.estimate().then(estimate => setUsed(estimate.usage ?? null))
    void navigator.storage?.persisted().then(setKept)
  }, [])
  void threads.revision.value
  const { lastHeardAt } = connection.value
  return (
    <dl class="facts">
      <div>
        <dt>Conversations on this device</dt>
        <dd class="figures">{threads.all.size.toLocaleString('en')}</dd>
      </div>
      {used !== null && (
        <div>
          <dt>Space used</dt>
          <dd class="figures">
            {(used / 1_048_576).toFixed(1)} MB{kept === true ? ', protected' : kept === false ? ', not protected' : ''}
          </dd>
        </div>
      )}
      <div>
        <dt>Last heard from the server</dt>
        <dd>{lastHeardAt === null ? 'not since Daybook was opened' : inSentence(lastHeardAt, now.value)}</dd>
      </div>
      <div>
        <dt>Version</dt>
        <dd class="figures">
          Daybook {version}, protocol {protocolVersion}
        </dd>
      </div>
    </dl>
  )
}
