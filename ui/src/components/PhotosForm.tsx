import { ActionIcon, Button, Group, Textarea, TextInput } from '@mantine/core';
import { useEffect, useState, type SyntheticEvent } from 'react';
import { addPhoto, createAlbum, MOST_PHOTOS } from '../api/albums';
import type { Album, NewAlbum, Visibility } from '../api/types';
import { uploads, type UploadTarget } from '../api/uploads';
import { publishing } from '../util/edited';
import { bytes } from '../util/format';
import { FileDrop } from './FileDrop';
import { TrashIcon } from './icons';
import { PublishAt } from './PublishAt';
import { VisibilitySelect } from './VisibilitySelect';

interface Chosen {
  file: File;
  altText: string;
  /** One key for one intent: a second try after a lost answer makes no second photo. */
  key: string;
}

/** Photos that are shown together, each with what it shows for those who do not see it. */
export function PhotosForm() {
  const [chosen, setChosen] = useState<Chosen[]>([]);
  const [title, setTitle] = useState('');
  const [description, setDescription] = useState('');
  const [visibility, setVisibility] = useState<Visibility>('public');
  const [publishAt, setPublishAt] = useState('');
  const left = MOST_PHOTOS - chosen.length;

  function choose(files: File[]): void {
    setChosen([...chosen, ...files.slice(0, left).map((file) => ({ file, altText: '', key: crypto.randomUUID() }))]);
  }

  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    const words = { title: title.trim(), ...(description === '' ? {} : { description }), visibility, ...publishing(publishAt) };
    const album = openedOnce(words);
    uploads.add(
      chosen.map(({ file, altText, key }, position) => ({
        file,
        title: `${words.title}, photo ${position + 1}`,
        open: async (): Promise<UploadTarget> => {
          const { id, title: named } = await album();
          const photo = await addPhoto(id, { position, ...(altText.trim() === '' ? {} : { alt_text: altText.trim() }) }, key);
          return { kind: 'album', id, title: named, photoId: photo.id };
        },
      })),
    );
    setChosen([]);
    setTitle('');
    setDescription('');
  }

  return (
    <form className="panel" onSubmit={submit} aria-label="New photos">
      {left > 0 && <FileDrop kind="photo" words="Drop photos here, or" several onFiles={choose} />}
      {left <= 0 && <p className="hint">An album takes {MOST_PHOTOS} photos.</p>}
      {chosen.map((one, index) => (
        <ChosenPhoto
          key={one.key}
          chosen={one}
          onAltText={(altText) => {
            setChosen(chosen.map((other, at) => (at === index ? { ...other, altText } : other)));
          }}
          onDrop={() => {
            setChosen(chosen.filter((other) => other !== one));
          }}
        />
      ))}
      {chosen.length > 0 && (
        <>
          <TextInput label="Title" value={title} required maxLength={200} autoComplete="off" onChange={(event) => { setTitle(event.currentTarget.value); }} />
          <Textarea label="Description" rows={4} maxLength={5000} value={description} onChange={(event) => { setDescription(event.currentTarget.value); }} />
          <VisibilitySelect label="Who may see them" value={visibility} onChange={setVisibility} />
          <PublishAt value={publishAt} until="see them" onChange={setPublishAt} />
          <Group justify="flex-end">
            <Button type="submit">Upload</Button>
          </Group>
        </>
      )}
    </form>
  );
}

/** One album for all of its photos: the first that asks makes it, and after a failure the next one to ask. */
function openedOnce(words: NewAlbum): () => Promise<Album> {
  const key = crypto.randomUUID();
  let album: Promise<Album> | undefined;
  return () => {
    album ??= createAlbum(words, key).catch((failure: unknown) => {
      album = undefined;
      throw failure;
    });
    return album;
  };
}

interface ChosenProps {
  chosen: Chosen;
  onAltText: (altText: string) => void;
  onDrop: () => void;
}

function ChosenPhoto({ chosen: { file, altText }, onAltText, onDrop }: ChosenProps) {
  return (
    <Group align="end" wrap="nowrap">
      <Preview file={file} />
      <TextInput
        className="grow"
        label={`What ${file.name} shows`}
        description={`${bytes(file.size)}; read out to those who do not see it`}
        value={altText}
        maxLength={1000}
        autoComplete="off"
        onChange={(event) => {
          onAltText(event.currentTarget.value);
        }}
      />
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Leave ${file.name} out`} onClick={onDrop}>
        <TrashIcon />
      </ActionIcon>
    </Group>
  );
}

function Preview({ file }: { file: File }) {
  const [src, setSrc] = useState<string>();
  useEffect(() => {
    const url = URL.createObjectURL(file);
    // The address is made here, where it is taken back, and nowhere else.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    setSrc(url);
    return () => {
      URL.revokeObjectURL(url);
    };
  }, [file]);
  return <span className="thumb">{src !== undefined && <img src={src} alt="" />}</span>;
}
