import { Button, Group, Textarea, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState, type SyntheticEvent } from 'react';
import { createVideo, reopenVideo, videoQuery } from '../api/catalog';
import type { Video, Visibility } from '../api/types';
import { FileDrop } from '../components/FileDrop';
import { LoginNeeded } from '../components/LoginNeeded';
import { Failed, InlineError } from '../components/Notice';
import { QueryView } from '../components/QueryView';
import { UnfinishedUploads } from '../components/UnfinishedUploads';
import { Preparing, Sending } from '../components/UploadSteps';
import { VisibilitySelect } from '../components/VisibilitySelect';
import { useTitle } from '../hooks/useTitle';
import { useUpload, type UploadState } from '../hooks/useUpload';
import { titleFrom } from '../util/format';
import { pendingFor, pendingUploads } from '../util/pendingUploads';

export function Upload() {
  useTitle('Upload');
  const { video: videoId } = useSearch({ from: '/upload' });
  return (
    <LoginNeeded to="upload a video">
      <Title className="page-title">Upload a video</Title>
      <UploadFlow key={videoId} videoId={videoId} />
    </LoginNeeded>
  );
}

function UploadFlow({ videoId }: { videoId: string | undefined }) {
  const { state, start, pause, resume, reset } = useUpload();
  switch (state.step) {
    case 'choosing':
    case 'creating':
      return videoId === undefined ? <NewForm state={state} start={start} /> : <AgainForm videoId={videoId} state={state} start={start} />;
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
            <TextInput
              label="Title"
              value={title}
              required
              maxLength={200}
              autoComplete="off"
              onChange={(event) => {
                changing(setTitle)(event.currentTarget.value);
              }}
            />
            <Textarea
              label="Description"
              rows={4}
              maxLength={5000}
              value={description}
              onChange={(event) => {
                changing(setDescription)(event.currentTarget.value);
              }}
            />
            <VisibilitySelect label="Who may watch it" value={visibility} onChange={changing(setVisibility)} />
          </>
        )}
        <InlineError error={state.step === 'choosing' ? state.error : undefined} />
        <Group justify="flex-end">
          <Button type="submit" disabled={file === undefined} loading={busy}>
            {earlier === undefined ? 'Upload' : 'Go on'}
          </Button>
        </Group>
      </form>
    </>
  );
}

/** For a video that is there already and has no file yet, or failed in a way that another try may mend. */
function AgainForm({ videoId, ...rest }: FormProps & { videoId: string }) {
  return (
    <QueryView query={useQuery(videoQuery(videoId))} what="the video">
      {(video) =>
        video.state === 'processing' || video.state === 'ready' ? (
          <Failed error={new Error(`“${video.title}” has its file already.`)} />
        ) : (
          <FileAgain video={video} {...rest} />
        )
      }
    </QueryView>
  );
}

function FileAgain({ video, state, start }: FormProps & { video: Video }) {
  const [file, setFile] = useState<File>();
  return (
    <form
      className="panel"
      onSubmit={(event) => {
        event.preventDefault();
        if (file !== undefined) {
          void start(file, async () => (video.state === 'failed' ? reopenVideo(video.id) : video));
        }
      }}
    >
      <h2>{video.title}</h2>
      <FileDrop file={file} onFile={setFile} />
      <p className="hint">If a part of this file has arrived from this browser before, the upload goes on there.</p>
      <InlineError error={state.step === 'choosing' ? state.error : undefined} />
      <Group justify="flex-end">
        <Button type="submit" disabled={file === undefined} loading={state.step === 'creating'}>
          Upload
        </Button>
      </Group>
    </form>
  );
}
