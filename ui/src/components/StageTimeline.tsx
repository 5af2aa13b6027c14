import { Timeline } from '@mantine/core';
import '@mantine/core/styles/Timeline.css';
import type { Video } from '../api/types';
import { stagesOf, type Stage } from '../util/stages';
import { CheckIcon, WarningIcon } from './icons';

const COLORS: Record<Stage['state'], string> = { done: 'green', now: 'ember', waiting: 'gray', failed: 'red' };
const WORDS: Record<Stage['state'], string> = { done: 'done', now: 'going on', waiting: 'waits', failed: 'failed' };

/** The way of a film from its file to the last of its sizes. */
export function StageTimeline({ video }: { video: Video }) {
  const stages = stagesOf(video);
  return (
    <Timeline active={stages.findLastIndex(({ state }) => state === 'done')} bulletSize={22} lineWidth={2} aria-label="How far it is">
      {stages.map(({ name, state, note }) => (
        <Timeline.Item key={name} title={name} color={COLORS[state]} bullet={state === 'done' ? <CheckIcon /> : state === 'failed' ? <WarningIcon /> : undefined} aria-label={`${name}: ${WORDS[state]}`}>
          <span className="meta">{note ?? WORDS[state]}</span>
        </Timeline.Item>
      ))}
    </Timeline>
  );
}
