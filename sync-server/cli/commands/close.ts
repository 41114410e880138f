import type { Command } from '../command.ts'

export const close: Command = {
  name: 'close',
  usage: '',
  about: ['closes every day that is over now, which the server does soon after each midnight UTC'],
  options: {},
  async run(desk) {
    let [closed, bad] = [0, 0]
    for await (const one of desk.ask('close', {})) {
      if ('trouble' in one) {
        bad += 1
        await desk.print(one, `BAD\t${one.trouble}`)
        continue
      }
      closed += 1
      await desk.print(one, `${one.tenant}\t${one.day}\t${one.firstSeq} to ${one.lastSeq}\t${one.root}`)
    }
    if (closed + bad === 0) await desk.print({ closed }, 'Every day that is over is closed already.')
    return bad > 0 ? 1 : 0
  }
}
