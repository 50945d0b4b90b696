/** Where progress is shown: a bar that redraws itself on a terminal, a plain line every ten percent elsewhere. */
type Screen = { isTTY: boolean; write: (text: string) => void }

export type ProgressLine = { update: (share: number, note: string) => void; end: () => void }

const WIDTH = 30
const TTY_STEP = 0.005
const PLAIN_STEP = 0.1

export function progressLine(screen: Screen): ProgressLine {
  const step = screen.isTTY ? TTY_STEP : PLAIN_STEP
  let shown = 0
  return {
    update: (share, note) => {
      if (share < shown + step) return
      shown = share
      const percent = `${Math.floor(share * 100)} %`.padStart(5)
      if (!screen.isTTY) return screen.write(`${percent}  ${note}\n`)
      const filled = Math.round(share * WIDTH)
      screen.write(`\r${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${percent}  ${note}\u001b[K`)
    },
    end: () => {
      if (screen.isTTY) screen.write('\r\u001b[K')
    },
  }
}
