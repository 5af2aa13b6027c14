import { Button, Group, ThemeIcon } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { videoQuery } from '../api/catalog';
import type { Video } from '../api/types';
import type { UploadState } from '../hooks/useUpload';
import { bytes, remaining } from '../util/format';
import { isBeingMade } from '../util/encoding';
import { EncodeProgress } from './EncodeProgress';
import { CheckIcon, WarningIcon } from './icons';
import { LinkButton } from './links';
import { InlineError } from './Notice';
import { ProgressBar } from './ProgressBar';
import { QueryView } from './QueryView';

interface SendingProps {
  state: UploadState & { step: 'sending' };
  pause: () => Promise<void>;
  resume: () => void;
}

/** While the bytes go out. */
export function Sending({ state, pause, resume }: SendingProps) {
  const left = remaining((state.total - state.sent) / state.bytesPerS);
  const note = [`${bytes(state.sent)} of ${bytes(state.total)}`, state.paused ? '' : left].filter((part) => part !== '').join(', ');
  return (
    <section className="panel">
      <h2>{state.title}</h2>
      <ProgressBar
        label={state.paused ? 'Paused' : 'Uploading'}
        percent={state.total === 0 ? undefined : (state.sent / state.total) * 100}
        note={note}
      />
      <InlineError error={state.error} />
      <p className="hint">You may close this page: choose the same file again later, and the upload goes on.</p>
      <Group justify="flex-end">
        {state.paused ? (
          <Button onClick={resume}>Go on</Button>
        ) : (
          <Button variant="default" onClick={() => void pause()}>
            Pause
          </Button>
        )}
      </Group>
    </section>
  );
}

/** From the last byte to the first picture. */
export function Preparing({ videoId, onAnother }: { videoId: string; onAnother: () => void }) {
  return (
    <QueryView query={useQuery(videoQuery(videoId))} what="the video">
      {(video) => <Prepared video={video} onAnother={onAnother} />}
    </QueryView>
  );
}

function Prepared({ video, onAnother }: { video: Video; onAnother: () => void }) {
  const ready = video.state === 'ready';
  return (
    <section className="panel" aria-live="polite">
      {ready && (
        <ThemeIcon size="xl" radius="xl" variant="light" color="green" aria-hidden="true">
          <CheckIcon />
        </ThemeIcon>
      )}
      {video.state === 'failed' && (
        <ThemeIcon className="failed" size="xl" radius="xl" variant="light" color="red" aria-hidden="true">
          <WarningIcon />
        </ThemeIcon>
      )}
      <h2>{video.title}</h2>
      {ready && <p>It is ready to be watched.</p>}
      {ready && isBeingMade(video) && (
        <>
          <p className="meta">Its larger sizes are still being made.</p>
          <EncodeProgress video={video} />
        </>
      )}
      {video.state === 'failed' && <p>{video.failure?.detail ?? 'This file could not be made into a video.'}</p>}
      {(video.state === 'uploading' || video.state === 'processing') && (
        <>
          <p>All of it has arrived. Now it is made ready for every screen.</p>
          <EncodeProgress video={video} />
        </>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onAnother}>
          Upload another
        </Button>
        <LinkButton to="/watch/$videoId" params={{ videoId: video.id }} variant={ready ? 'filled' : 'default'}>
          {ready ? 'Watch it' : 'Go to its page'}
        </LinkButton>
      </Group>
    </section>
  );
}
