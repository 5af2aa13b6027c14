import { ActionIcon, Button, Group, Textarea, TextInput } from '@mantine/core';
import { useState, useSyncExternalStore, type SyntheticEvent } from 'react';
import { createVideo } from '../api/catalog';
import { browserStorage } from '../api/storage';
import type { Visibility } from '../api/types';
import { uploads, videoTarget } from '../api/uploads';
import { useMember } from '../hooks/useSession';
import { publishing } from '../util/edited';
import { bytes, titleFrom } from '../util/format';
import { isSameFile, pendingFor, pendingUploads } from '../util/pendingUploads';
import { FileDrop } from './FileDrop';
import { TrashIcon } from './icons';
import { PublishAt } from './PublishAt';
import { UnfinishedUploads } from './UnfinishedUploads';
import { VisibilitySelect } from './VisibilitySelect';

interface Chosen {
  file: File;
  title: string;
  /** One key for one intent: a second try after a lost answer makes no second video. */
  key: string;
}

/** New videos, one for each file. */
export function VideosForm() {
  const [chosen, setChosen] = useState<Chosen[]>([]);
  const [description, setDescription] = useState('');
  const [visibility, setVisibility] = useState<Visibility>('public');
  const [publishAt, setPublishAt] = useState('');
  const memberId = useMember()?.id ?? '';
  const queue = useSyncExternalStore(uploads.subscribe, uploads.snapshot);
  const [, setGivenUp] = useState(0);
  const inQueue = new Set(queue.map(({ target }) => target?.id));
  const left = pendingUploads(browserStorage, memberId).filter(({ videoId }) => !inQueue.has(videoId));

  function choose(files: File[]): void {
    const taken = [...chosen.map(({ file }) => file), ...queue.map(({ file }) => file)];
    const fresh = files.filter((file) => !taken.some((other) => isSameFile(file, other)));
    setChosen([...chosen, ...fresh.map((file) => ({ file, title: titleFrom(file.name), key: crypto.randomUUID() }))]);
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
              ? createVideo({ title: title.trim(), ...(description === '' ? {} : { description }), visibility, ...publishing(publishAt) }, key).then(videoTarget)
              : Promise.resolve(videoTarget({ id: earlier.videoId, title: earlier.title })),
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
            setGivenUp((before) => before + 1);
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
            <PublishAt value={publishAt} until="watch them" onChange={setPublishAt} />
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
