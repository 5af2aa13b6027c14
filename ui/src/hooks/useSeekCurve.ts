import { createContext, useContext } from 'react';

/** What a seek bar shows over its track: for each of these seconds, the share of sessions that played it. */
export type SeekCurve = readonly { second: number; share: number }[];

export const SeekCurveContext = createContext<SeekCurve>([]);
export const useSeekCurve = (): SeekCurve => useContext(SeekCurveContext);
