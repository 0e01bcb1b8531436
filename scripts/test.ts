/** `npm test`: brings what the tests talk to, runs them all, and says plainly what was not run. */
import { spawnSync } from 'node:child_process'
import { aptLine, has, installPeers } from './peers.ts'

const missing = installPeers()
const inCi = process.env.CI === 'true'

if (missing.length > 0 && inCi) {
  console.error(
    `Missing: ${missing.map((peer) => peer.name).join(', ')}. In CI nothing may be left out:\n  ${aptLine(missing)}`,
  )
  process.exit(1)
}

const vitest = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)], {
  stdio: 'inherit',
})

if (missing.length > 0) {
  console.log('\nNOT RUN, since a program is missing here:')
  for (const peer of missing) console.log(`  ${peer.suites} (${peer.name})`)
  console.log(`To run them too:\n  sudo ${aptLine(missing)}`)
}
if (process.getuid?.() !== 0)
  console.log(
    '\nNOT RUN, since they need root: between two Postfixes, a disk that is really full, a disk that may not be written.',
  )
if (!has('valkey-server')) console.log('\nNOT RUN, since no valkey-server is installed: the Redis store in Valkey.')
process.exit(vitest.status ?? 1)
