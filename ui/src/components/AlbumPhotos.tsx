import { ActionIcon, Button, FileButton, Group, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { addPhoto, changePhoto, deletePhoto, MOST_PHOTOS } from '../api/albums';
import { albumChanged } from '../api/renewals';
import type { Album, Photo, PhotoDetails } from '../api/types';
import { uploads } from '../api/uploads';
import { ConfirmDialog } from './ConfirmDialog';
import { FileDrop, KINDS } from './FileDrop';
import { DownIcon, TrashIcon, UpIcon } from './icons';
import { InlineError } from './Notice';
import { photoState } from './PreparingAlbum';
import { UploadList } from './UploadList';

/** The photos of an album: what each shows, their order, their end, and more of them. */
export function AlbumPhotos({ album }: { album: Album }) {
  const client = useQueryClient();
  const { id, title, photos } = album;
  const left = MOST_PHOTOS - photos.length;

  function add(files: File[]): void {
    uploads.add(
      files.slice(0, left).map((file, index) => {
        const key = crypto.randomUUID();
        return {
          file,
          title: `${title}, photo ${photos.length + index + 1}`,
          open: async () => {
            const photo = await addPhoto(id, {}, key);
            await albumChanged(client, id);
            return { kind: 'album', id, title, photoId: photo.id };
          },
        };
      }),
    );
  }

  return (
    <>
      {photos.length === 0 && <p className="meta">It has no photo.</p>}
      <ol className="rows plain">
        {photos.map((photo, index) => (
          <PhotoRow key={photo.id} album={album} photo={photo} index={index} />
        ))}
      </ol>
      {left > 0 ? <FileDrop kind="photo" words="Drop more photos here, or" several onFiles={add} /> : <p className="hint">An album takes {MOST_PHOTOS} photos.</p>}
      <UploadList />
    </>
  );
}

function PhotoRow({ album, photo, index }: { album: Album; photo: Photo; index: number }) {
  const client = useQueryClient();
  const kept = photo.alt_text ?? '';
  const [altText, setAltText] = useState(kept);
  const [asking, setAsking] = useState(false);
  const onSuccess = () => albumChanged(client, album.id);
  const change = useMutation({ mutationFn: (wanted: PhotoDetails) => changePhoto(album.id, photo.id, wanted), onSuccess });
  const remove = useMutation({
    mutationFn: () => deletePhoto(album.id, photo.id),
    onSuccess,
    onSettled: () => {
      setAsking(false);
    },
  });
  const busy = change.isPending || remove.isPending;
  const name = `Photo ${index + 1}`;
  return (
    <li className="photo-row" aria-label={name}>
      <span className="thumb">{photo.sizes[0] !== undefined && <img src={photo.sizes[0].webp_url} alt="" />}</span>
      <form
        className="grow"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate({ alt_text: altText.trim() === '' ? null : altText.trim() });
        }}
      >
        <Group align="end" wrap="nowrap" gap="xs">
          <TextInput
            className="grow"
            label={`What photo ${index + 1} shows`}
            maxLength={1000}
            autoComplete="off"
            value={altText}
            onChange={(event) => {
              setAltText(event.currentTarget.value);
            }}
          />
          <Button type="submit" variant="default" disabled={altText.trim() === kept} loading={change.isPending} aria-label={`Keep what photo ${index + 1} shows`}>
            Keep
          </Button>
        </Group>
        {photo.state !== 'ready' && <p className={photo.state === 'failed' ? 'failed' : 'meta'}>{photoState(photo)}</p>}
        {photo.state === 'failed' && photo.failure?.retryable === true && <AnotherFile album={album} photo={photo} name={name} />}
        <InlineError error={change.error ?? remove.error} />
      </form>
      <div className="row-actions">
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Move ${name} up`} disabled={index === 0 || busy} onClick={() => { change.mutate({ position: index - 1 }); }}>
          <UpIcon />
        </ActionIcon>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Move ${name} down`} disabled={index === album.photos.length - 1 || busy} onClick={() => { change.mutate({ position: index + 1 }); }}>
          <DownIcon />
        </ActionIcon>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Delete ${name}`} disabled={busy} onClick={() => { setAsking(true); }}>
          <TrashIcon />
        </ActionIcon>
      </div>
      {asking && (
        <ConfirmDialog title={`Delete ${name.toLowerCase()}?`} confirm="Delete for good" busy={remove.isPending} onConfirm={() => { remove.mutate(); }} onCancel={() => { setAsking(false); }}>
          <p>It goes at once, and cannot be brought back.</p>
        </ConfirmDialog>
      )}
    </li>
  );
}

function AnotherFile({ album, photo, name }: { album: Album; photo: Photo; name: string }) {
  return (
    <FileButton
      accept={KINDS.photo}
      onChange={(file) => {
        if (file !== null) {
          uploads.add([{ file, title: `${album.title}, ${name.toLowerCase()}`, open: () => Promise.resolve({ kind: 'album', id: album.id, title: album.title, photoId: photo.id }) }]);
        }
      }}
    >
      {(props) => (
        <Button {...props} variant="default" size="compact-sm" aria-label={`Upload another file for ${name.toLowerCase()}`}>
          Upload another file
        </Button>
      )}
    </FileButton>
  );
}
