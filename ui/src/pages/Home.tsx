import { useState } from 'react';
import { Link } from 'react-router';
import { listVideos } from '../api/catalog';
import { MoreButton } from '../components/MoreButton';
import { Empty, Failed } from '../components/Notice';
import { CardSkeletons, VideoCard } from '../components/VideoCard';
import { usePages } from '../hooks/usePages';
import { useTitle } from '../hooks/useTitle';
import { pages } from '../util/paths';

export function Home() {
  useTitle('');
  const [now] = useState(() => Date.now());
  const { loaded, reload, items, ...more } = usePages('videos', listVideos);
  return (
    <>
      <h1 className="page-title">Now showing</h1>
      {loaded.state === 'loading' && <CardSkeletons />}
      {loaded.state === 'failed' && <Failed error={loaded.error} retry={reload} />}
      {loaded.state === 'ready' && items.length === 0 && (
        <Empty title="The house is open, the screen is empty">
          <p>Nobody has published a video yet.</p>
          <Link to={pages.upload()} className="button primary">
            Upload the first
          </Link>
        </Empty>
      )}
      {items.length > 0 && (
        <ul className="grid">
          {items.map((video) => (
            <VideoCard key={video.id} video={video} now={now} />
          ))}
        </ul>
      )}
      <MoreButton {...more} />
    </>
  );
}
