import { useState } from 'react';
import { Link } from 'react-router';
import { changeVideo, deleteVideo, getVideo, listMyVideos } from '../api/catalog';
import type { Video, Visibility } from '../api/types';
import { ConfirmDialog } from '../components/ConfirmDialog';
import { EncodeProgress } from '../components/EncodeProgress';
import { TrashIcon } from '../components/icons';
import { LoginNeeded } from '../components/LoginNeeded';
import { MoreButton } from '../components/MoreButton';
import { Empty, Failed, InlineError, Loading } from '../components/Notice';
import { Poster } from '../components/VideoCard';
import { VisibilitySelect } from '../components/VisibilitySelect';
import { useLoad } from '../hooks/useLoad';
import { usePages } from '../hooks/usePages';
import { useTitle } from '../hooks/useTitle';
import { ago } from '../util/format';
import { pages } from '../util/paths';
import { forgetUpload } from '../util/pendingUploads';

const POLL_MS = 2000;

export function Mine() {
  useTitle('My videos');
  return (
    <LoginNeeded to="see your videos">
      <MyVideos />
    </LoginNeeded>
  );
}

function MyVideos() {
  const [now] = useState(() => Date.now());
  const { loaded, reload, items, ...more } = usePages('mine', listMyVideos);
  return (
    <>
      <h1 className="page-title">My videos</h1>
      {loaded.state === 'loading' && <Loading what="your videos" />}
      {loaded.state === 'failed' && <Failed error={loaded.error} retry={reload} />}
      {loaded.state === 'ready' && items.length === 0 && (
        <Empty title="Nothing here yet">
          <p>What you upload is listed here.</p>
          <Link to={pages.upload()} className="button primary">
            Upload a video
          </Link>
        </Empty>
      )}
      <ul className="rows">
        {items.map((video) => (
          <Row key={video.id} video={video} now={now} onChanged={reload} />
        ))}
      </ul>
      <MoreButton {...more} />
    </>
  );
}

function Row({ video, now, onChanged }: { video: Video; now: number; onChanged: () => void }) {
  const [visibility, setVisibility] = useState(video.visibility);
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  async function run(action: () => Promise<void>): Promise<void> {
    setBusy(true);
    setError(undefined);
    try {
      await action();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  }

  const change = (wanted: Visibility) =>
    run(async () => {
      setVisibility((await changeVideo(video.id, { visibility: wanted })).visibility);
    });
  const remove = () =>
    run(async () => {
      await deleteVideo(video.id);
      forgetUpload(localStorage, video.id);
      onChanged();
    }).finally(() => {
      setAsking(false);
    });

  return (
    <li className="row" aria-label={video.title}>
      <Link to={pages.watch(video.id)} tabIndex={-1} aria-hidden="true">
        <Poster video={video} />
      </Link>
      <div className="row-text">
        <h2>
          <Link to={pages.watch(video.id)}>{video.title}</Link>
        </h2>
        <RowState video={video} now={now} onChanged={onChanged} />
        <InlineError error={error} />
      </div>
      <div className="row-actions">
        <VisibilitySelect
          id={`visibility-${video.id}`}
          label={`Visibility of ${video.title}`}
          value={visibility}
          disabled={busy}
          compact
          onChange={(wanted) => void change(wanted)}
        />
        <button
          type="button"
          className="button quiet round"
          aria-label={`Delete ${video.title}`}
          title="Delete"
          disabled={busy}
          onClick={() => {
            setAsking(true);
          }}
        >
          <TrashIcon />
        </button>
      </div>
      {asking && (
        <ConfirmDialog
          title={`Delete “${video.title}”?`}
          confirm="Delete for good"
          busy={busy}
          onConfirm={() => void remove()}
          onCancel={() => {
            setAsking(false);
          }}
        >
          <p>Its film, pictures and page go at once, and cannot be brought back.</p>
        </ConfirmDialog>
      )}
    </li>
  );
}

function RowState({ video, now, onChanged }: { video: Video; now: number; onChanged: () => void }) {
  switch (video.state) {
    case 'uploading':
      return (
        <p className="meta">
          Not all of its file has arrived. <Link to={pages.upload(video.id)}>Go on with the upload</Link>
        </p>
      );
    case 'processing':
      return <Encoding video={video} onDone={onChanged} />;
    case 'failed':
      return (
        <p className="inline-error">
          {video.failure?.detail ?? 'This file could not be made into a video.'}{' '}
          {video.failure?.retryable === true && <Link to={pages.upload(video.id)}>Upload its file again</Link>}
        </p>
      );
    case 'ready':
      return <p className="meta">Ready · {ago(video.published_at ?? video.created_at, now)}</p>;
  }
}

function Encoding({ video, onDone }: { video: Video; onDone: () => void }) {
  const { loaded } = useLoad(
    video.id,
    async (signal) => {
      const { value } = await getVideo(video.id, signal);
      if (value.state !== 'processing') {
        onDone();
      }
      return value;
    },
    ({ state }) => (state === 'processing' ? POLL_MS : undefined),
  );
  return <EncodeProgress video={loaded.state === 'ready' ? loaded.value : video} />;
}
