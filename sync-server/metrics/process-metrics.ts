import { monitorEventLoopDelay } from 'node:perf_hooks'
import { gauge, type Family } from './instruments.ts'

const nanoseconds = 1e9

/** This process: under the names that Prometheus's own clients give them, where there are such. */
export function processMetrics(): readonly Family[] {
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  return [
    gauge('process_resident_memory_bytes', 'Memory of the process.', () => [{ value: process.memoryUsage.rss() }]),
    gauge('nodejs_heap_size_used_bytes', 'Heap in use.', () => [{ value: process.memoryUsage().heapUsed }]),
    gauge('nodejs_eventloop_lag_p50_seconds', 'Half of the turns waited no longer, since the start.', () => [
      { value: delay.percentile(50) / nanoseconds }
    ]),
    gauge('nodejs_eventloop_lag_p99_seconds', 'All but one turn in a hundred waited no longer.', () => [
      { value: delay.percentile(99) / nanoseconds }
    ]),
    gauge('process_start_time_seconds', 'When the process started, seconds since 1970.', () => [
      { value: Math.round(performance.timeOrigin / 1000) }
    ])
  ]
}
