import { Group, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { albumQuery } from '../api/albums';
import type { Album as OneAlbum, Photo } from '../api/types';
import { Byline } from '../components/Byline';
import { Comments } from '../components/Comments';
import { Description } from '../components/Description';
import { LikeButton } from '../components/LikeButton';
import { LinkButton } from '../components/links';
import { Empty } from '../components/Notice';
import { PhotoView, Picture } from '../components/PhotoView';
import { QueryView } from '../components/QueryView';
import { Related } from '../components/Related';
import { ReportButton } from '../components/ReportButton';
import { ShareButton } from '../components/ShareButton';
import { useTitle } from '../hooks/useTitle';
import { useVisit } from '../hooks/useVisit';

export function Album() {
  const { albumId } = useParams({ from: '/album/$albumId' });
  const album = useQuery(albumQuery(albumId));
  useTitle(album.data?.title ?? '');
  useVisit('album', albumId);
  return (
    <QueryView query={album} what="the photos">
      {(found) => <AlbumPage album={found} />}
    </QueryView>
  );
}

function AlbumPage({ album }: { album: OneAlbum }) {
  const { photo } = useSearch({ from: '/album/$albumId' });
  const ready = album.photos.filter(({ sizes }) => sizes.length > 0);
  const at = ready.findIndex(({ id }) => id === photo);
  return (
    <article className="watch">
      <div className="watch-stage">
        {ready.length === 0 ? (
          <Empty title="No photo is ready yet">
            <LinkButton to="/" variant="default">
              Back to the films
            </LinkButton>
          </Empty>
        ) : (
          <Photos album={album} photos={ready} />
        )}
      </div>
      <div className="watch-about">
        <Title size="h2">{album.title}</Title>
        <div className="watch-bar">
          <Byline channel={album.channel} visibility={album.visibility} />
          <Group gap="xs" className="watch-actions">
            <LikeButton kind="album" id={album.id} />
            <ShareButton path={`/album/${album.id}`} />
            <ReportButton kind="album" id={album.id} />
          </Group>
        </div>
        <Description of={album} />
        <Comments kind="album" id={album.id} owner={album.channel.id} />
      </div>
      <Related id={album.id} />
      {at >= 0 && <PhotoView album={album} photos={ready} at={at} />}
    </article>
  );
}

function Photos({ album, photos }: { album: OneAlbum; photos: Photo[] }) {
  return (
    <ul className={photos.length === 1 ? 'photos one' : 'photos'}>
      {photos.map((photo, index) => (
        <li key={photo.id}>
          <Link to="/album/$albumId" params={{ albumId: album.id }} search={{ photo: photo.id }} aria-label={`Photo ${index + 1} of ${photos.length}: ${photo.alt_text ?? album.title}`}>
            <Picture photo={photo} sizes={photos.length === 1 ? '66rem' : '22rem'} />
          </Link>
        </li>
      ))}
    </ul>
  );
}
