import { useState, type SyntheticEvent } from 'react';
import { Link } from 'react-router';
import { deleteVideo, getVideo } from '../api/catalog';
import type { Visibility } from '../api/types';
import { EncodeProgress } from '../components/EncodeProgress';
import { FileDrop } from '../components/FileDrop';
import { CheckIcon, WarningIcon } from '../components/icons';
import { LoginNeeded } from '../components/LoginNeeded';
import { Failed, InlineError, Loading } from '../components/Notice';
import { ProgressBar } from '../components/ProgressBar';
import { VisibilitySelect } from '../components/VisibilitySelect';
import { useLoad } from '../hooks/useLoad';
import { useTitle } from '../hooks/useTitle';
import { useUpload, type UploadState } from '../hooks/useUpload';
import { ago, bytes, remaining, titleFrom } from '../util/format';
import { pages } from '../util/paths';
import { forgetUpload, pendingFor, pendingUploads, type PendingUpload } from '../util/pendingUploads';

const POLL_MS = 1000;

export default function Upload() {
  useTitle('Upload');
  return (
    <LoginNeeded to="upload a video">
      <h1 className="page-title">Upload a video</h1>
      <UploadFlow />
    </LoginNeeded>
  );
}

function UploadFlow() {
  const { state, start, pause, resume, reset } = useUpload();
  switch (state.step) {
    case 'choosing':
    case 'creating':
      return <ChooseForm state={state} start={start} />;
    case 'sending':
      return <Sending state={state} pause={pause} resume={resume} />;
    case 'sent':
      return <Preparing videoId={state.videoId} onAnother={reset} />;
  }
}

interface ChooseProps {
  state: UploadState & { step: 'choosing' | 'creating' };
  start: ReturnType<typeof useUpload>['start'];
}

function ChooseForm({ state, start }: ChooseProps) {
  const [file, setFile] = useState<File>();
  const [title, setTitle] = useState('');
  const [description, setDescription] = useState('');
  const [visibility, setVisibility] = useState<Visibility>('public');
  const [pending, setPending] = useState(() => pendingUploads(localStorage));
  // One key for one intent: a second press after a lost answer makes no second video.
  const [key, setKey] = useState(() => crypto.randomUUID());
  const earlier = file === undefined ? undefined : pendingFor(pending, file);

  function choose(chosen: File): void {
    setFile(chosen);
    setKey(crypto.randomUUID());
    if (title === '' || (file !== undefined && title === titleFrom(file.name))) {
      setTitle(titleFrom(chosen.name));
    }
  }

  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    if (file !== undefined) {
      void start(file, { title: title.trim(), ...(description === '' ? {} : { description }), visibility }, key, earlier);
    }
  }

  const busy = state.step === 'creating';
  return (
    <>
      {pending.length > 0 && (
        <Unfinished
          uploads={pending}
          onDropped={() => {
            setPending(pendingUploads(localStorage));
          }}
        />
      )}
      <form className="panel form" onSubmit={submit}>
        <FileDrop file={file} onFile={choose} />
        {earlier !== undefined ? (
          <p className="hint strong">This file goes on where the upload of “{earlier.title}” stopped.</p>
        ) : (
          <>
            <div className="field">
              <label htmlFor="title">Title</label>
              <input
                id="title"
                value={title}
                required
                maxLength={200}
                autoComplete="off"
                onChange={(event) => {
                  setTitle(event.target.value);
                  setKey(crypto.randomUUID());
                }}
              />
            </div>
            <div className="field">
              <label htmlFor="description">Description</label>
              <textarea
                id="description"
                rows={4}
                maxLength={5000}
                value={description}
                onChange={(event) => {
                  setDescription(event.target.value);
                  setKey(crypto.randomUUID());
                }}
              />
            </div>
            <VisibilitySelect
              id="visibility"
              label="Who may watch it"
              value={visibility}
              onChange={(chosen) => {
                setVisibility(chosen);
                setKey(crypto.randomUUID());
              }}
            />
          </>
        )}
        <InlineError error={state.step === 'choosing' ? state.error : undefined} />
        <div className="actions">
          <button type="submit" className="button primary" disabled={file === undefined || busy}>
            {busy ? 'Starting…' : earlier === undefined ? 'Upload' : 'Go on'}
          </button>
        </div>
      </form>
    </>
  );
}

function Unfinished({ uploads, onDropped }: { uploads: readonly PendingUpload[]; onDropped: () => void }) {
  const [now] = useState(() => Date.now());
  const [error, setError] = useState<unknown>();

  async function drop(upload: PendingUpload): Promise<void> {
    setError(undefined);
    try {
      await deleteVideo(upload.videoId);
    } catch (failure) {
      setError(failure);
    }
    forgetUpload(localStorage, upload.videoId);
    onDropped();
  }

  return (
    <section className="panel" aria-labelledby="unfinished">
      <h2 id="unfinished">Not finished yet</h2>
      <p className="hint">Choose the same file again, and its upload goes on where it stopped.</p>
      <InlineError error={error} />
      <ul className="plain">
        {uploads.map((upload) => (
          <li key={upload.videoId} className="pending">
            <span>
              <strong>{upload.title}</strong>
              <span className="meta">
                {upload.fileName}, {bytes(upload.size)}, {ago(upload.startedAt, now)}
              </span>
            </span>
            <button type="button" className="button quiet" onClick={() => void drop(upload)}>
              Give up
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface SendingProps {
  state: UploadState & { step: 'sending' };
  pause: () => Promise<void>;
  resume: () => void;
}

function Sending({ state, pause, resume }: SendingProps) {
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

function Preparing({ videoId, onAnother }: { videoId: string; onAnother: () => void }) {
  const { loaded, reload } = useLoad(
    videoId,
    async (signal) => (await getVideo(videoId, signal)).value,
    (video) => (video.state === 'ready' || video.state === 'failed' ? undefined : POLL_MS),
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
