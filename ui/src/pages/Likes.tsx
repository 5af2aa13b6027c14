import { Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { likesQuery } from '../api/social';
import { CardGrid } from '../components/CardGrid';
import { CardSkeletons, ContentCard } from '../components/ContentCard';
import { LoginNeeded } from '../components/LoginNeeded';
import { Empty } from '../components/Notice';
import { Pages } from '../components/Pages';
import { useNow } from '../hooks/useNow';
import { useTitle } from '../hooks/useTitle';
import { useVisit } from '../hooks/useVisit';
import { ofAlbum, ofVideo } from '../util/shown';

export function Likes() {
  useTitle('Liked');
  useVisit('likes');
  return (
    <LoginNeeded to="see what you like">
      <Title className="page-title">Liked</Title>
      <Liked />
    </LoginNeeded>
  );
}

function Liked() {
  const now = useNow();
  return (
    <Pages query={useInfiniteQuery(likesQuery)} what="what you like" waiting={<CardSkeletons />} empty={<Empty title="Nothing yet"><p>What you like is kept here.</p></Empty>}>
      {(items) => (
        <CardGrid page="likes" place="likes">
          {items.map(({ id, video, album }) => {
            const shown = video !== undefined ? ofVideo(video) : album !== undefined ? ofAlbum(album) : undefined;
            return shown === undefined ? null : <ContentCard key={id} shown={shown} now={now} />;
          })}
        </CardGrid>
      )}
    </Pages>
  );
}
