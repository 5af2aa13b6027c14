import { useState, type SyntheticEvent } from 'react';
import { useSearchParams } from 'react-router';
import { createVideo, getVideo, reopenVideo } from '../api/catalog';
import type { Video, Visibility } from '../api/types';
import { FileDrop } from '../components/FileDrop';
import { LoginNeeded } from '../components/LoginNeeded';
import { Failed, InlineError, Loading } from '../components/Notice';
import { UnfinishedUploads } from '../components/UnfinishedUploads';
import { Preparing, Sending } from '../components/UploadSteps';
import { VisibilitySelect } from '../components/VisibilitySelect';
import { useLoad } from '../hooks/useLoad';
import { useTitle } from '../hooks/useTitle';
import { useUpload, type UploadState } from '../hooks/useUpload';
import { titleFrom } from '../util/format';
import { pendingFor, pendingUploads } from '../util/pendingUploads';

export default function Upload() {
  useTitle('Upload');
  const [search] = useSearchParams();
  const videoId = search.get('video');
  return (
    <LoginNeeded to="upload a video">
      <h1 className="page-title">Upload a video</h1>
      <UploadFlow key={videoId} videoId={videoId} />
    </LoginNeeded>
  );
}

function UploadFlow({ videoId }: { videoId: string | null }) {
  const { state, start, pause, resume, reset } = useUpload();
  switch (state.step) {
    case 'choosing':
    case 'creating':
      return videoId === null ? <NewForm state={state} start={start} /> : <AgainForm videoId={videoId} state={state} start={start} />;
    case 'sending':
      return <Sending state={state} pause={pause} resume={resume} />;
    case 'sent':
      return <Preparing videoId={state.videoId} onAnother={reset} />;
  }
}

interface FormProps {
  state: UploadState & { step: 'choosing' | 'creating' };
  start: ReturnType<typeof useUpload>['start'];
}

function NewForm({ state, start }: FormProps) {
  const [file, setFile] = useState<File>();
  const [title, setTitle] = useState('');
  const [description, setDescription] = useState('');
  const [visibility, setVisibility] = useState<Visibility>('public');
  const [pending, setPending] = useState(() => pendingUploads(localStorage));
  const earlier = file === undefined ? undefined : pendingFor(pending, file);
  const busy = state.step === 'creating';

  // One key for one intent: a second press after a lost answer makes no second video, a changed form makes a new one.
  const [key, setKey] = useState(() => crypto.randomUUID());
  const changing =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      set(value);
      setKey(crypto.randomUUID());
    };

  function choose(chosen: File): void {
    changing(setFile)(chosen);
    if (title === '' || (file !== undefined && title === titleFrom(file.name))) {
      setTitle(titleFrom(chosen.name));
    }
  }

  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    if (file === undefined) {
      return;
    }
    const video = { title: title.trim(), ...(description === '' ? {} : { description }), visibility };
    void start(file, async () =>
      earlier === undefined ? createVideo(video, key) : { id: earlier.videoId, title: earlier.title },
    );
  }

  return (
    <>
      {pending.length > 0 && (
        <UnfinishedUploads
          uploads={pending}
          onDropped={() => {
            setPending(pendingUploads(localStorage));
          }}
        />
      )}
      <form className="panel" onSubmit={submit}>
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
                  changing(setTitle)(event.target.value);
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
                  changing(setDescription)(event.target.value);
                }}
              />
            </div>
            <VisibilitySelect id="visibility" label="Who may watch it" value={visibility} onChange={changing(setVisibility)} />
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

/** For a video that is there already and has no file yet, or failed in a way that another try may mend. */
function AgainForm({ videoId, state, start }: FormProps & { videoId: string }) {
  const { loaded, reload } = useLoad(videoId, async (signal) => (await getVideo(videoId, signal)).value);
  const [file, setFile] = useState<File>();
  if (loaded.state === 'loading') {
    return <Loading what="the video" />;
  }
  if (loaded.state === 'failed') {
    return <Failed error={loaded.error} retry={reload} />;
  }
  const video: Video = loaded.value;
  if (video.state === 'processing' || video.state === 'ready') {
    return <Failed error={new Error(`“${video.title}” has its file already.`)} />;
  }
  const busy = state.step === 'creating';
  return (
    <form
      className="panel"
      onSubmit={(event) => {
        event.preventDefault();
        if (file !== undefined) {
          void start(file, async () => (video.state === 'failed' ? reopenVideo(videoId) : video));
        }
      }}
    >
      <h2>{video.title}</h2>
      <FileDrop file={file} onFile={setFile} />
      <p className="hint">If a part of this file has arrived from this browser before, the upload goes on there.</p>
      <InlineError error={state.step === 'choosing' ? state.error : undefined} />
      <div className="actions">
        <button type="submit" className="button primary" disabled={file === undefined || busy}>
          {busy ? 'Starting…' : 'Upload'}
        </button>
      </div>
    </form>
  );
}
