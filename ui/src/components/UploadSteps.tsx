import { Link } from 'react-router';
import { getVideo } from '../api/catalog';
import { useLoad } from '../hooks/useLoad';
import type { UploadState } from '../hooks/useUpload';
import { bytes, remaining } from '../util/format';
import { isBeingMade } from '../util/encoding';
import { pages } from '../util/paths';
import { EncodeProgress } from './EncodeProgress';
import { CheckIcon, WarningIcon } from './icons';
import { Failed, InlineError, Loading } from './Notice';
import { ProgressBar } from './ProgressBar';

const POLL_MS = 1000;

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
      <div className="actions">
        {state.paused ? (
          <button type="button" className="button primary" onClick={resume}>
            Go on
          </button>
        ) : (
          <button type="button" className="button" onClick={() => void pause()}>
            Pause
          </button>
        )}
      </div>
    </section>
  );
}

/** From the last byte to the first picture. */
export function Preparing({ videoId, onAnother }: { videoId: string; onAnother: () => void }) {
  const { loaded, reload } = useLoad(
    videoId,
    async (signal) => (await getVideo(videoId, signal)).value,
    (video) => (isBeingMade(video) ? POLL_MS : undefined),
  );
  if (loaded.state === 'loading') {
    return <Loading what="the video" />;
  }
  if (loaded.state === 'failed') {
    return <Failed error={loaded.error} retry={reload} />;
  }
  const video = loaded.value;
  return (
    <section className="panel" aria-live="polite">
      {video.state === 'ready' && (
        <span className="notice-icon good">
          <CheckIcon />
        </span>
      )}
      {video.state === 'failed' && (
        <span className="notice-icon warn">
          <WarningIcon />
        </span>
      )}
      <h2>{video.title}</h2>
      {video.state === 'ready' && <p>It is ready to be watched.</p>}
      {video.state === 'ready' && isBeingMade(video) && (
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
      <div className="actions">
        <button type="button" className="button" onClick={onAnother}>
          Upload another
        </button>
        <Link to={pages.watch(videoId)} className={`button${video.state === 'ready' ? ' primary' : ''}`}>
          {video.state === 'ready' ? 'Watch it' : 'Go to its page'}
        </Link>
      </div>
    </section>
  );
}
