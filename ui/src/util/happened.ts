import type { TimelineEntry } from '../api/types';
import { bytes } from './format';

/** One line of a video's history, in words. */
export function happened(entry: TimelineEntry): string {
  const { kind, attempt, piece, worker, place, detail, step, rung, renditions, size_bytes: size } = entry;
  const by = worker === undefined ? '' : ` by ${worker}`;
  const part = piece === undefined ? '' : ` (piece ${piece})`;
  const why = detail === undefined ? '' : `: ${detail}`;
  const at = place === undefined ? '' : `, at place ${place}`;
  switch (kind) {
    case 'created':
      return 'Made';
    case 'upload_began':
      return 'Its upload began';
    case 'upload_completed':
      return `All of its file arrived${size === undefined ? '' : `, ${bytes(size)}`}`;
    case 'queued':
      return `Waits for an encoder${at}`;
    case 'retried':
      return `Is to be encoded again${at}`;
    case 'started':
      return `${attempt === undefined || attempt === 1 ? 'Taken' : `Taken for try ${attempt}`}${by}${part}`;
    case 'making':
      return [STEPS[step ?? ''] ?? step ?? 'Is being made', rung].filter((word) => word !== undefined).join(' ') + part;
    case 'cut':
      return 'Cut into pieces for several encoders';
    case 'waits':
      return `Will be tried again${part}${why}`;
    case 'released':
      return `Given back${by}${part}`;
    case 'lost':
      return `Taken from an encoder that fell silent${part}${why}`;
    case 'failed':
      return `Failed${why}`;
    case 'playable':
      return `Can be watched${renditions === undefined ? '' : `, in ${renditions.join(', ')}`}`;
    case 'ready':
      return `All of it is ready${renditions === undefined ? '' : `: ${renditions.join(', ')}`}`;
    case 'published':
      return 'Published';
    case 'first_frame':
      return 'Somebody saw its first picture';
  }
}

const STEPS: Partial<Record<string, string>> = { downloading: 'Fetches the file', probing: 'Looks at the file', encoding: 'Encodes', publishing: 'Publishes' };
