import { ArrowDownLeft, ArrowUpRight } from 'lucide-preact'
import type { Traffic } from '../../shared/protocol/emulator.ts'
import { platformName } from '../app/shell/platform-glyph.tsx'
import { wireWords } from './wire-words.ts'

/** What went over one platform's wire, newest first, as a developer would want to see it. */
export function TrafficLog({ traffic: all, platform }: { traffic: readonly Traffic[]; platform: string }) {
  const traffic = all.filter(exchange => exchange.platform === platform)
  return (
    <section class="traffic" aria-labelledby="traffic-title">
      <h2 id="traffic-title">Traffic</h2>
      {traffic.length === 0 && <p class="traffic-none">{wireWords(platform, platformName(platform)).none}</p>}
      <ol>
        {traffic.toReversed().map(exchange => (
          <li key={exchange.id}>
            <Exchange exchange={exchange} />
          </li>
        ))}
      </ol>
    </section>
  )
}

function Exchange({ exchange }: { exchange: Traffic }) {
  const { platform, way, title, status, tookMs, at } = exchange
  const words = wireWords(platform, platformName(platform))
  const what = way === 'webhook' ? words.told : words.asked
  const Arrow = way === 'webhook' ? ArrowUpRight : ArrowDownLeft
  return (
    <details>
      <summary>
        <Arrow class="small" />
        <span class="unseen">{what}: </span>
        <span class="traffic-title">{title}</span>
        <Answer status={status} tookMs={tookMs} />
        <time dateTime={new Date(at).toISOString()}>{new Date(at).toLocaleTimeString('en-GB')}</time>
      </summary>
      <Body title={what} json={exchange.request} />
      <Body title="Answer" json={exchange.answer} />
    </details>
  )
}

function Answer({ status, tookMs }: Pick<Traffic, 'status' | 'tookMs'>) {
  const look = status === null ? 'none' : status === 'OK' || status < 300 ? 'good' : 'bad'
  const words = status ?? (tookMs === null ? 'on its way' : 'no answer')
  return (
    <span class={`traffic-answer ${look}`} title={tookMs === null ? undefined : `${Math.round(tookMs)} ms`}>
      {words}
    </span>
  )
}

function Body({ title, json }: { title: string; json: unknown }) {
  if (json === null || json === undefined) return null
  return (
    <>
      <p class="traffic-what">{title}</p>
      <pre tabIndex={0}>{typeof json === 'string' ? json : JSON.stringify(json, null, 2)}</pre>
    </>
  )
}
