import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { albumQuery } from '../api/albums';
import { AlbumForm } from '../components/AlbumForm';
import { AlbumPhotos } from '../components/AlbumPhotos';
import { LinkButton } from '../components/links';
import { LoginNeeded } from '../components/LoginNeeded';
import { QueryView } from '../components/QueryView';
import { useTitle } from '../hooks/useTitle';

/** One album as its maker sees it. */
export function StudioAlbum() {
  const { albumId } = useParams({ from: '/studio/album/$albumId' });
  return (
    <LoginNeeded to="edit your photos">
      <OneAlbum key={albumId} albumId={albumId} />
    </LoginNeeded>
  );
}

function OneAlbum({ albumId }: { albumId: string }) {
  const album = useQuery(albumQuery(albumId));
  useTitle(album.data?.title ?? '');
  return (
    <QueryView query={album} what="the album">
      {(found) => (
        <>
          <header className="page-head">
            <Title>{found.title}</Title>
            <LinkButton to="/album/$albumId" params={{ albumId }} variant="default">
              Go to its page
            </LinkButton>
          </header>
          <section className="panel" aria-labelledby="photos">
            <Title order={2} id="photos">
              Photos
            </Title>
            <AlbumPhotos album={found} />
          </section>
          <section className="panel" aria-labelledby="details">
            <Title order={2} id="details">
              Details
            </Title>
            <AlbumForm album={found} />
          </section>
        </>
      )}
    </QueryView>
  );
}
