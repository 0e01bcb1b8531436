/** Processor time of this process and its threads so far, in ms: unlike the clock, it does not run on a busy machine. */
export const workedMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
