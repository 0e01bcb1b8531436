/**
 * What `work` answers, or `late` when that takes longer than `ms`. Its failure in time is ours; a later one is nobody's any more.
 * The timer is cleared: one that is aborted makes an error with a stack each time, tens of microseconds a message.
 */
export const inTime = async <T, L>(work: Promise<T>, ms: number, late: L): Promise<T | L> => {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<L>((resolve) => {
    timer = setTimeout(resolve, ms, late)
  })
  try {
    return await Promise.race([work, tooLate])
  } finally {
    clearTimeout(timer)
  }
}
