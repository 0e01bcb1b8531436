/** The door closes: idle clients are told, running transactions end, nothing waits longer than it may. */
import { expect, test } from 'vitest'
import { doorOn } from './door.ts'
import { Talk } from './talk.ts'

test('idle clients read 421; a running transaction ends with its 250 and then 421; new ones are not let in', async () => {
  const { port, door, kept } = await doorOn()
  const idle = await Talk.hello(port)
  const busy = await Talk.hello(port)
  await busy.say('MAIL FROM:<an@school.example>')
  const closed = door.close(20_000)
  expect(await idle.reply()).toMatch(/^421 4\.3\.2 /)
  idle.hangUp()
  expect(await busy.say('RCPT TO:<ouder@mail.example>')).toMatch(/^250 /)
  await busy.say('DATA')
  expect(await busy.say('Subject: x\r\n\r\nx\r\n.')).toMatch(/^250 /)
  expect(await busy.reply()).toMatch(/^421 4\.3\.2 /)
  busy.hangUp()
  await closed
  expect(kept).toHaveLength(1)
  expect(door.connections).toBe(0)
  await expect(Talk.to(port)).rejects.toThrow()
})

test('where others listen on the same door, who is here may go on for a while', async () => {
  const { port, door, kept } = await doorOn()
  const here = await Talk.hello(port)
  const closed = door.close(20_000, 20_000)
  await expect(Talk.to(port)).rejects.toThrow()
  expect(await here.send('Subject: x\r\n\r\nx')).toMatch(/^250 /)
  expect(await here.send('Subject: y\r\n\r\ny')).toMatch(/^250 /)
  expect(await here.say('QUIT')).toMatch(/^221 /)
  here.hangUp()
  await closed
  expect(kept).toHaveLength(2)
})

test('but not for ever', async () => {
  const { port, door } = await doorOn()
  const here = await Talk.hello(port)
  const closed = door.close(20_000, 50)
  expect(await here.reply()).toMatch(/^421 4\.3\.2 /)
  here.hangUp()
  await closed
})

test('what does not end in time is cut off, and leaves no intake open', async () => {
  const { port, door, open, aborted } = await doorOn()
  const busy = await Talk.hello(port)
  await busy.begin()
  busy.write('Subject: x\r\n')
  await expect.poll(() => open.size).toBe(1)
  await door.close(50)
  await expect.poll(() => aborted.length).toBe(1)
  expect(door.connections).toBe(0)
})

test('a port that is taken is told by name', async () => {
  const { port } = await doorOn()
  await expect(doorOn({ port })).rejects.toThrow(`cannot listen on 127.0.0.1 port ${port} (EADDRINUSE)`)
})
