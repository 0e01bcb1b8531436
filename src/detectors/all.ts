/** Every detector, in one list: a new rule is a new file and a line here. */
import type { Detector } from './detectors.ts'

export const DETECTORS: readonly Detector[] = []
