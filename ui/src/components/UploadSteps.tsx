import { Button, Group, ThemeIcon } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { videoQuery } from '../api/catalog';
import type { Video } from '../api/types';
import { isBeingMade } from '../util/encoding';
import { EncodeProgress } from './EncodeProgress';
import { CheckIcon, WarningIcon } from './icons';
import { LinkButton } from './links';
import { PrepareAgain } from './PrepareAgain';
import { QueryView } from './QueryView';
import { StageTimeline } from './StageTimeline';

/** From the last byte to the first picture. */
export function Preparing({ videoId, onDone }: { videoId: string; onDone: () => void }) {
  return (
    <QueryView query={useQuery(videoQuery(videoId))} what="the video">
      {(video) => <Prepared video={video} onDone={onDone} />}
    </QueryView>
  );
}

function Prepared({ video, onDone }: { video: Video; onDone: () => void }) {
  const ready = video.state === 'ready';
  const failed = video.state === 'failed';
  return (
    <section className="panel" aria-label={video.title}>
      {(ready || failed) && (
        <ThemeIcon className={failed ? 'failed' : undefined} size="xl" radius="xl" variant="light" color={failed ? 'red' : 'green'} aria-hidden="true">
          {failed ? <WarningIcon /> : <CheckIcon />}
        </ThemeIcon>
      )}
      <h2>{video.title}</h2>
      {ready && <p role="status">It is ready to be watched.</p>}
      {ready && isBeingMade(video) && (
        <>
          <p className="meta">Its larger sizes are still being made.</p>
          <EncodeProgress video={video} />
        </>
      )}
      {failed && <p>{video.failure?.detail ?? 'This file could not be made into a video.'}</p>}
      {(video.state === 'uploading' || video.state === 'processing') && (
        <>
          <p>All of it has arrived. Now it is made ready for every screen.</p>
          <EncodeProgress video={video} />
        </>
      )}
      <StageTimeline video={video} />
      <PrepareAgain video={video} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onDone}>
          Take off this list
        </Button>
        <LinkButton to="/studio/$videoId" params={{ videoId: video.id }} variant="default">
          Edit
        </LinkButton>
        <LinkButton to="/watch/$videoId" params={{ videoId: video.id }} variant={ready ? 'filled' : 'default'}>
          {ready ? 'Watch it' : 'Go to its page'}
        </LinkButton>
      </Group>
    </section>
  );
}
