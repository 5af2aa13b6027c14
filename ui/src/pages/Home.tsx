import { Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { latestVideos } from '../api/catalog';
import { feedQuery } from '../api/feed';
import type { Ranker } from '../api/types';
import { CardGrid } from '../components/CardGrid';
import { Choices } from '../components/Choices';
import { CardSkeletons, ContentCard } from '../components/ContentCard';
import { LinkButton } from '../components/links';
import { Empty } from '../components/Notice';
import { Pages } from '../components/Pages';
import { Why } from '../components/Why';
import { useNow } from '../hooks/useNow';
import { useSession } from '../hooks/useSession';
import { useTitle } from '../hooks/useTitle';
import { useVisit } from '../hooks/useVisit';
import { ofFeed, ofVideo } from '../util/shown';

const STRANGER = [
  { value: 'latest', label: 'New' },
  { value: 'trending', label: 'Trending' },
] as const;
const MEMBER = [
  { value: 'home', label: 'For you' },
  { value: 'following', label: 'Following' },
  { value: 'trending', label: 'Trending' },
  { value: 'related', label: 'Like what you watched' },
  { value: 'latest', label: 'New' },
] as const;

export function Home() {
  useTitle('');
  useVisit('home');
  const session = useSession();
  const { show } = useSearch({ from: '/' });
  const member = session.known && session.member !== undefined;
  const choices = member ? MEMBER : STRANGER;
  const otherwise = member ? 'home' : 'latest';
  const chosen = choices.find(({ value }) => value === show)?.value ?? otherwise;
  return (
    <>
      <Title className="page-title">Now showing</Title>
      <Choices label="What to show" name="show" choices={choices} chosen={chosen} otherwise={otherwise} />
      {!session.known ? <CardSkeletons /> : chosen === 'latest' ? <Latest /> : <Ranked ranker={chosen} />}
    </>
  );
}

function Latest() {
  const now = useNow();
  return (
    <Pages query={useInfiniteQuery(latestVideos)} what="the films" waiting={<CardSkeletons />} empty={<NothingYet />}>
      {(items) => (
        <CardGrid page="home" place="latest">
          {items.map((video) => (
            <ContentCard key={video.id} shown={ofVideo(video)} now={now} />
          ))}
        </CardGrid>
      )}
    </Pages>
  );
}

function Ranked({ ranker }: { ranker: Ranker }) {
  const now = useNow();
  const empty =
    ranker === 'following' ? (
      <Empty title="Nothing new from those you follow">
        <p>What the channels you follow publish is listed here.</p>
        <LinkButton to="/" search={{ show: 'trending' }} variant="default">
          See what is trending
        </LinkButton>
      </Empty>
    ) : (
      <NothingYet />
    );
  return (
    <Pages query={useInfiniteQuery(feedQuery(ranker))} what="the films" waiting={<CardSkeletons />} empty={empty}>
      {(items) => (
        <CardGrid page="home" place={ranker}>
          {items.map((item) => (
            <ContentCard key={item.id} shown={ofFeed(item)} now={now}>
              <Why item={item} />
            </ContentCard>
          ))}
        </CardGrid>
      )}
    </Pages>
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
