/** A server beside ours: wait until it answers, end it. */
import type { ChildProcess } from 'node:child_process'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/** Whether somebody listens on a socket's path, or on a port of this machine. */
export const answers = async (path: string | number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = typeof path === 'number' ? connect(path, '127.0.0.1') : connect(path)
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })

export const until = async (holds: () => Promise<boolean>, what: string): Promise<void> => {
  for (let n = 0; n < 300; n += 1) {
    if (await holds()) return
    await wait(100)
  }
  throw new Error(`${what} did not start`)
}

export const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
