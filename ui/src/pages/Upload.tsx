import { ActionIcon, Button, Group, Textarea, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState, type SyntheticEvent } from 'react';
import { createVideo, reopenVideo, videoQuery } from '../api/catalog';
import type { Video, Visibility } from '../api/types';
import { uploads } from '../api/uploads';
import { FileDrop } from '../components/FileDrop';
import { TrashIcon } from '../components/icons';
import { LoginNeeded } from '../components/LoginNeeded';
import { Failed } from '../components/Notice';
import { QueryView } from '../components/QueryView';
import { UnfinishedUploads } from '../components/UnfinishedUploads';
import { UploadList } from '../components/UploadList';
import { VisibilitySelect } from '../components/VisibilitySelect';
import { useTitle } from '../hooks/useTitle';
import { useVisit } from '../hooks/useVisit';
import { bytes, titleFrom } from '../util/format';
import { pendingFor, pendingUploads } from '../util/pendingUploads';

export function Upload() {
  useTitle('Upload');
  useVisit('upload');
  const { video } = useSearch({ from: '/upload' });
  return (
    <LoginNeeded to="upload a video">
      <Title className="page-title">Upload videos</Title>
      <UploadList />
      {video === undefined ? <NewForm /> : <AgainForm key={video} videoId={video} />}
    </LoginNeeded>
  );
}

interface Chosen {
  file: File;
  title: string;
  /** One key for one intent: a second try after a lost answer makes no second video. */
  key: string;
}

function NewForm() {
  const [chosen, setChosen] = useState<Chosen[]>([]);
  const [description, setDescription] = useState('');
  const [visibility, setVisibility] = useState<Visibility>('public');
  const [pending, setPending] = useState(() => pendingUploads(localStorage));
  const inQueue = new Set(uploads.snapshot().map(({ videoId }) => videoId));
  const left = pending.filter(({ videoId }) => !inQueue.has(videoId));

  function choose(files: File[]): void {
    setChosen([...chosen, ...files.map((file) => ({ file, title: titleFrom(file.name), key: crypto.randomUUID() }))]);
  }

  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    uploads.add(
      chosen.map(({ file, title, key }) => {
        const earlier = pendingFor(left, file);
        return {
          file,
          title: earlier?.title ?? title,
          open: () =>
            earlier === undefined
              ? createVideo({ title: title.trim(), ...(description === '' ? {} : { description }), visibility }, key)
              : Promise.resolve({ id: earlier.videoId, title: earlier.title }),
        };
      }),
    );
    setChosen([]);
    setDescription('');
  }

  return (
    <>
      {left.length > 0 && (
        <UnfinishedUploads
          uploads={left}
          onDropped={() => {
            setPending(pendingUploads(localStorage));
          }}
        />
      )}
      <form className="panel" onSubmit={submit} aria-label="New videos">
        <FileDrop words="Drop videos here, or" several onFiles={choose} />
        {chosen.map((one, index) => (
          <ChosenFile
            key={one.key}
            chosen={one}
            only={chosen.length === 1}
            earlier={pendingFor(left, one.file)?.title}
            onTitle={(title) => {
              setChosen(chosen.map((other, at) => (at === index ? { ...other, title } : other)));
            }}
            onDrop={() => {
              setChosen(chosen.filter((other) => other !== one));
            }}
          />
        ))}
        {chosen.length > 0 && (
          <>
            <Textarea
              label="Description"
              rows={4}
              maxLength={5000}
              value={description}
              onChange={(event) => {
                setDescription(event.currentTarget.value);
              }}
            />
            <VisibilitySelect label="Who may watch it" value={visibility} onChange={setVisibility} />
            <Group justify="flex-end">
              <Button type="submit">Upload</Button>
            </Group>
          </>
        )}
      </form>
    </>
  );
}

interface ChosenProps {
  chosen: Chosen;
  only: boolean;
  earlier: string | undefined;
  onTitle: (title: string) => void;
  onDrop: () => void;
}

function ChosenFile({ chosen: { file, title }, only, earlier, onTitle, onDrop }: ChosenProps) {
  return (
    <Group align="end" wrap="nowrap">
      {earlier !== undefined ? (
        <p className="hint strong grow">
          {file.name} goes on where the upload of “{earlier}” stopped.
        </p>
      ) : (
        <TextInput
          className="grow"
          label={only ? 'Title' : `Title of ${file.name}`}
          description={`${file.name}, ${bytes(file.size)}`}
          value={title}
          required
          maxLength={200}
          autoComplete="off"
          onChange={(event) => {
            onTitle(event.currentTarget.value);
          }}
        />
      )}
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Leave ${file.name} out`} onClick={onDrop}>
        <TrashIcon />
      </ActionIcon>
    </Group>
  );
}

/** For a video that is there already and has no file yet, or failed in a way that another try may mend. */
function AgainForm({ videoId }: { videoId: string }) {
  const [sent, setSent] = useState(false);
  return (
    <QueryView query={useQuery(videoQuery(videoId))} what="the video">
      {(video) =>
        sent ? null : video.state === 'processing' || video.state === 'ready' ? (
          <Failed error={new Error(`“${video.title}” has its file already.`)} />
        ) : (
          <FileAgain
            video={video}
            onSent={() => {
              setSent(true);
            }}
          />
        )
      }
    </QueryView>
  );
}

function FileAgain({ video, onSent }: { video: Video; onSent: () => void }) {
  return (
    <section className="panel" aria-labelledby="again">
      <h2 id="again">{video.title}</h2>
      <FileDrop
        words="Drop its file here, or"
        several={false}
        onFiles={([file]) => {
          if (file !== undefined) {
            uploads.add([{ file, title: video.title, open: () => (video.state === 'failed' ? reopenVideo(video.id) : Promise.resolve(video)) }]);
            onSent();
          }
        }}
      />
      <p className="hint">If a part of this file has arrived from this browser before, the upload goes on there.</p>
    </section>
  );
}
