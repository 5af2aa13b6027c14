import type { Video } from '../api/types';
import { ProgressBar } from './ProgressBar';

const STEPS: Record<string, string> = {
  waiting: 'Waiting for an encoder',
  downloading: 'Fetching the film',
  probing: 'Looking at the film',
  encoding: 'Encoding',
  publishing: 'Publishing',
};

/** How far the encoder is with a video. */
export function EncodeProgress({ video }: { video: Video }) {
  const progress = video.progress ?? undefined;
  const step = STEPS[progress?.step ?? 'waiting'] ?? 'Encoding';
  const label = progress?.rung == null ? step : `${step} ${progress.rung}`;
  return <ProgressBar label={label} percent={progress?.percent} />;
}
