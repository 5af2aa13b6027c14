export interface Cue {
  /** Seconds into the film. */
  start: number;
  end: number;
  text: string;
}

const TIMES = /^(?:(\d+):)?(\d{2}):(\d{2})\.(\d{3}) --> (?:(\d+):)?(\d{2}):(\d{2})\.(\d{3})/;

function seconds(parts: (string | undefined)[]): number {
  const [h = '0', m = '0', s = '0', ms = '0'] = parts;
  return Number(h) * 3600 + Number(m) * 60 + Number(s) + Number(ms) / 1000;
}

/** The cues of a WebVTT file, each with its first line; what is no cue is passed over. */
export function parseCues(vtt: string): Cue[] {
  const lines = vtt.split(/\r?\n/);
  return lines.flatMap((line, index) => {
    const times = TIMES.exec(line);
    const text = (lines[index + 1] ?? '').trim();
    return times === null || text === '' ? [] : [{ start: seconds(times.slice(1, 5)), end: seconds(times.slice(5, 9)), text }];
  });
}

/** The cue that an instant lies in, or the last one before it. */
export function cueAt(cues: readonly Cue[], time: number): Cue | undefined {
  return cues.findLast((cue) => cue.start <= time);
}
