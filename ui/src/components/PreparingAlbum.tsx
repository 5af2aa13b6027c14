import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { albumQuery } from '../api/albums';
import type { Album, Photo } from '../api/types';
import { LinkButton } from './links';
import { QueryView } from './QueryView';

/** How far the photos of an album are, from the last byte to the picture. */
export function PreparingAlbum({ albumId, onDone }: { albumId: string; onDone: () => void }) {
  return (
    <QueryView query={useQuery(albumQuery(albumId))} what="the photos">
      {(album) => <Prepared album={album} onDone={onDone} />}
    </QueryView>
  );
}

function Prepared({ album, onDone }: { album: Album; onDone: () => void }) {
  const ready = album.photos.filter(({ state }) => state === 'ready').length;
  return (
    <section className="panel" aria-label={album.title}>
      <h2>{album.title}</h2>
      <p>
        {ready} of {album.photos.length} {album.photos.length === 1 ? 'photo' : 'photos'} ready to be seen.
      </p>
      <ul className="plain">
        {album.photos.map((photo, index) => (
          <li key={photo.id} className={photo.state === 'failed' ? 'failed' : 'meta'}>
            {photo.alt_text ?? `Photo ${index + 1}`}: {photoState(photo)}
          </li>
        ))}
      </ul>
      <Group justify="flex-end">
        <Button variant="default" onClick={onDone}>
          Take off this list
        </Button>
        <LinkButton to="/studio/album/$albumId" params={{ albumId: album.id }} variant="default">
          Edit
        </LinkButton>
        <LinkButton to="/album/$albumId" params={{ albumId: album.id }} variant={ready > 0 ? 'filled' : 'default'}>
          {ready > 0 ? 'See it' : 'Go to its page'}
        </LinkButton>
      </Group>
    </section>
  );
}

/** How far a photo is, in words. */
export function photoState({ state, failure }: Photo): string {
  switch (state) {
    case 'uploading':
      return 'is on its way';
    case 'processing':
      return 'is made ready';
    case 'ready':
      return 'ready';
    case 'failed':
      return failure?.detail ?? 'this file could not be made into a photo';
  }
}
