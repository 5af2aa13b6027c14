import { CloseButton, Modal } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import type { Album, Photo } from '../api/types';
import { IconLink } from './links';
import { BackIcon, OnIcon } from './icons';

/** One photo in the size that the screen asks for; described for whoever does not see it. */
export function Picture({ photo, sizes }: { photo: Photo; sizes: string }) {
  const largest = photo.sizes.at(-1);
  return (
    <picture>
      <source type="image/webp" srcSet={photo.sizes.map(({ webp_url, width }) => `${webp_url} ${width}w`).join(', ')} sizes={sizes} />
      <img
        src={largest?.jpeg_url}
        srcSet={photo.sizes.map(({ jpeg_url, width }) => `${jpeg_url} ${width}w`).join(', ')}
        sizes={sizes}
        width={photo.width}
        height={photo.height}
        alt={photo.alt_text ?? ''}
        loading="lazy"
      />
    </picture>
  );
}

/** One photo over the whole page; the address says which, so it can be shared and gone back from. */
export function PhotoView({ album, photos, at }: { album: Album; photos: Photo[]; at: number }) {
  const navigate = useNavigate();
  const go = (photo: string | undefined) => void navigate({ to: '/album/$albumId', params: { albumId: album.id }, search: photo === undefined ? {} : { photo }, replace: true });
  const before = photos[at - 1]?.id;
  const after = photos[at + 1]?.id;
  useHotkeys([
    ['ArrowLeft', () => { if (before !== undefined) go(before); }],
    ['ArrowRight', () => { if (after !== undefined) go(after); }],
  ]);
  const photo = photos[at];
  const params = { albumId: album.id };
  return (
    <Modal
      opened
      fullScreen
      onClose={() => { go(undefined); }}
      withCloseButton={false}
      classNames={{ content: 'photo-view', body: 'photo-view-body' }}
      aria-label={`Photo ${at + 1} of ${photos.length} in ${album.title}`}
      transitionProps={{ duration: 0 }}
    >
      {photo !== undefined && (
        <figure>
          <Picture photo={photo} sizes="100vw" />
          <figcaption>
            {at + 1} of {photos.length}
            {photo.alt_text !== undefined && ` · ${photo.alt_text}`}
          </figcaption>
        </figure>
      )}
      {before !== undefined && (
        <IconLink to="/album/$albumId" params={params} search={{ photo: before }} replace className="photo-before" variant="filled" color="dark" size="xl" radius="xl" aria-label="The photo before">
          <BackIcon />
        </IconLink>
      )}
      {after !== undefined && (
        <IconLink to="/album/$albumId" params={params} search={{ photo: after }} replace className="photo-after" variant="filled" color="dark" size="xl" radius="xl" aria-label="The next photo">
          <OnIcon />
        </IconLink>
      )}
      <CloseButton className="photo-close" size="xl" radius="xl" variant="transparent" c="white" aria-label="Back to the album" onClick={() => { go(undefined); }} />
    </Modal>
  );
}
