import { Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { latestVideos } from '../api/catalog';
import { CardSkeletons, ContentCard } from '../components/ContentCard';
import { LinkButton } from '../components/links';
import { Empty } from '../components/Notice';
import { Pages } from '../components/Pages';
import { useNow } from '../hooks/useNow';
import { useTitle } from '../hooks/useTitle';
import { ofVideo } from '../util/shown';

export function Home() {
  useTitle('');
  const now = useNow();
  const videos = useInfiniteQuery(latestVideos);
  return (
    <>
      <Title className="page-title">Now showing</Title>
      <Pages query={videos} what="the films" waiting={<CardSkeletons />} empty={<NothingYet />}>
        {(items) => (
          <ul className="grid">
            {items.map((video) => (
              <ContentCard key={video.id} shown={ofVideo(video)} now={now} />
            ))}
          </ul>
        )}
      </Pages>
    </>
  );
}

function NothingYet() {
  return (
    <Empty title="The house is open, the screen is empty">
      <p>Nobody has published a video yet.</p>
      <LinkButton to="/upload">Upload the first</LinkButton>
    </Empty>
  );
}
