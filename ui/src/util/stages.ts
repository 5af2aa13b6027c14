import type { Video } from '../api/types';

export interface Stage {
  name: string;
  state: 'done' | 'now' | 'waiting' | 'failed';
  note?: string;
}

type Made = Pick<Video, 'state' | 'progress' | 'renditions' | 'failure' | 'width' | 'height'>;

// The sizes that a film may come in, by their short side: none is larger than the film.
const RUNGS = [240, 360, 480, 720, 1080];

function sizeOf(name: string): number {
  return Number.parseInt(name, 10);
}

/** The sizes that are or will be made of a film; those that are there when its own size is not known yet. */
function rungsOf({ width, height, renditions }: Made): number[] {
  const there = (renditions ?? []).map(({ name }) => sizeOf(name)).filter((size) => !Number.isNaN(size));
  const short = width === undefined || height === undefined ? undefined : Math.min(width, height);
  const to = short === undefined ? [] : RUNGS.filter((size) => size <= short);
  return [...new Set([...there, ...to])].sort((one, other) => one - other);
}

/** The way of a film from its file to the last of its sizes, and how far it is. */
export function stagesOf(video: Made): Stage[] {
  const { state, progress, failure } = video;
  const failed = state === 'failed';
  const step = progress?.step;
  const there = new Set((video.renditions ?? []).map(({ name }) => sizeOf(name)));
  const [low, high = low] = (progress?.rung ?? '').split('-').map(sizeOf);
  const stages: Stage[] = [{ name: 'Upload', state: state === 'uploading' ? 'now' : 'done' }];

  const beforeLook = state === 'uploading' || step === 'waiting' || step === 'downloading';
  const looking = state === 'processing' && (step === 'downloading' || step === 'probing');
  stages.push({
    name: 'Look at the file',
    state: failed && there.size === 0 ? 'failed' : looking ? 'now' : state === 'ready' || !beforeLook ? 'done' : 'waiting',
    ...(step === 'waiting' && state === 'processing' ? { note: 'Waiting for an encoder' } : {}),
  });
  for (const rung of rungsOf(video)) {
    const now = step === 'encoding' && low !== undefined && high !== undefined && rung >= low && rung <= high;
    stages.push({
      name: `${rung}p`,
      state: there.has(rung) ? 'done' : failed ? 'failed' : now ? 'now' : 'waiting',
      ...(now && !there.has(rung) ? { note: `${progress?.percent ?? 0} %` } : {}),
    });
  }
  stages.push({
    name: 'Ready to watch',
    state: state === 'ready' ? 'done' : failed ? 'failed' : step === 'publishing' ? 'now' : 'waiting',
    ...(failed && failure !== undefined ? { note: failure.detail } : {}),
  });
  return stages;
}
