import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { getPlayback, getVideo, retryVideo } from '../api/catalog';
import type { Video } from '../api/types';
import { EncodeProgress } from '../components/EncodeProgress';
import { LockIcon, WarningIcon } from '../components/icons';
import { Empty, Failed, InlineError, Loading } from '../components/Notice';
import { Player } from '../components/Player';
import { useLoad } from '../hooks/useLoad';
import { useSession } from '../hooks/useSession';
import { useTitle } from '../hooks/useTitle';
import { isBeingMade } from '../util/encoding';
import { pages } from '../util/paths';
import { Problem } from '../util/problem';

const POLL_MS = 1500;

export default function Watch() {
  const { videoId = '' } = useParams();
  const session = useSession();
  // Who asks decides what is shown, so it waits until that is known and asks again when it changes.
  const viewer = session.known ? (session.member?.id ?? 'stranger') : undefined;
  return viewer === undefined ? (
    <Loading what="the video" />
  ) : (
    <WatchVideo key={`${videoId} ${viewer}`} videoId={videoId} stranger={viewer === 'stranger'} />
  );
}

function WatchVideo({ videoId, stranger }: { videoId: string; stranger: boolean }) {
  const { loaded, reload } = useLoad(
    videoId,
    async (signal) => (await getVideo(videoId, signal)).value,
    (video) => (isBeingMade(video) ? POLL_MS : undefined),
  );
  useTitle(loaded.state === 'ready' ? loaded.value.title : '');
  if (loaded.state === 'loading') {
    return <Loading what="the video" />;
  }
  if (loaded.state === 'failed') {
    const hidden = loaded.error instanceof Problem && [401, 403, 404].includes(loaded.error.status);
    return hidden ? <Hidden stranger={stranger} /> : <Failed error={loaded.error} retry={reload} />;
  }
  return <VideoPage video={loaded.value} onChange={reload} />;
}

function Hidden({ stranger }: { stranger: boolean }) {
  return (
    <Empty page title="There is no such video for you">
      <p>It was deleted, is private, or never was.{stranger && ' If it is yours, log in to see it.'}</p>
      <Link to={pages.home()} className="button">
        Back to the films
      </Link>
    </Empty>
  );
}

function VideoPage({ video, onChange }: { video: Video; onChange: () => void }) {
  const published = new Date(video.published_at ?? video.created_at);
  return (
    <article className="watch">
      <Stage video={video} onChange={onChange} />
      <h1>{video.title}</h1>
      <p className="byline">
        <span className="avatar" aria-hidden="true">
          {video.channel.name.slice(0, 1).toUpperCase()}
        </span>
        <span>
          <strong>{video.channel.name}</strong>
          <span className="meta">
            <time dateTime={published.toISOString()}>{published.toLocaleDateString('en', { dateStyle: 'long' })}</time>
          </span>
        </span>
        {video.visibility !== 'public' && (
          <span className="tag">
            <LockIcon /> {video.visibility}
          </span>
        )}
      </p>
      {video.description != null && video.description !== '' && <p className="description">{video.description}</p>}
    </article>
  );
}

function Stage({ video, onChange }: { video: Video; onChange: () => void }) {
  switch (video.state) {
    case 'ready':
      return (
        <>
          <Screen videoId={video.id} title={video.title} growing={isBeingMade(video)} />
          {isBeingMade(video) && (
            <div className="growing">
              <EncodeProgress video={video} />
              <p className="meta">It can be watched already; its larger sizes are still being made.</p>
            </div>
          )}
          {video.failure != null && <p className="meta">It has no larger sizes: {video.failure.detail}</p>}
        </>
      );
    case 'processing':
      return (
        <div className="stage" role="status">
          <h2>This film is being prepared</h2>
          <EncodeProgress video={video} />
          <p className="meta">The player comes here by itself as soon as it is ready.</p>
        </div>
      );
    case 'uploading':
      return (
        <div className="stage" role="status">
          <h2>This film is still on its way</h2>
          <p className="meta">Its file is being uploaded.</p>
        </div>
      );
    case 'failed':
      return (
        <div className="stage" role="alert">
          <span className="notice-icon warn">
            <WarningIcon />
          </span>
          <h2>This file could not be made into a video</h2>
          <p>{video.failure?.detail ?? 'The cause is not known.'}</p>
          {video.failure?.retryable === true && (
            <Again videoId={video.id} hasFile={!video.failure.code.startsWith('upload_')} onChange={onChange} />
          )}
        </div>
      );
  }
}

function Again({ videoId, hasFile, onChange }: { videoId: string; hasFile: boolean; onChange: () => void }) {
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  async function prepare() {
    setBusy(true);
    try {
      await retryVideo(videoId);
      onChange();
    } catch (refusal) {
      setError(refusal);
      setBusy(false);
    }
  }
  return (
    <>
      {hasFile && (
        <button type="button" className="button primary" disabled={busy} onClick={() => void prepare()}>
          Prepare it again
        </button>
      )}
      <Link to={pages.upload(videoId)} className="button">
        {hasFile ? 'Upload another file' : 'Upload its file again'}
      </Link>
      <InlineError error={error} />
    </>
  );
}

/** What plays goes on when the larger sizes are there: whoever watches decides when to change to them. */
function Screen({ videoId, title, growing }: { videoId: string; title: string; growing: boolean }) {
  const { loaded, reload } = useLoad(videoId, (signal) => getPlayback(videoId, signal));
  const [small, setSmall] = useState(growing);
  switch (loaded.state) {
    case 'loading':
      return <div className="stage" aria-busy="true" />;
    case 'failed':
      return (
        <div className="stage">
          <Failed error={loaded.error} retry={reload} />
        </div>
      );
    case 'ready':
      return (
        <>
          <Player key={loaded.value.manifest_url} playback={loaded.value} title={title} onReload={reload} />
          {small && !growing && (
            <p className="growing">
              Its larger sizes are there.{' '}
              <button
                type="button"
                className="button"
                onClick={() => {
                  setSmall(false);
                  reload();
                }}
              >
                Play them
              </button>
            </p>
          )}
        </>
      );
  }
}
