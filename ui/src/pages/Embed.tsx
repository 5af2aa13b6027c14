import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { videoQuery } from '../api/catalog';
import { Failed } from '../components/Notice';
import { VideoStage } from '../components/VideoStage';
import { useTitle } from '../hooks/useTitle';
import { Problem } from '../util/problem';

/** The player alone, for the pages of other sites; its title leads to the film's own page. */
export function Embed() {
  const { videoId } = useParams({ from: '/embed/$videoId' });
  const { t } = useSearch({ from: '/embed/$videoId' });
  const video = useQuery(videoQuery(videoId));
  useTitle(video.data?.title ?? '');
  if (video.error instanceof Problem && video.error.status < 500) {
    return (
      <main className="embed stage" role="alert">
        <p>There is no such video for everybody.</p>
      </main>
    );
  }
  return (
    <main className="embed">
      {video.data === undefined ? (
        <div className="stage" aria-busy="true">
          {video.isError && <Failed error={video.error} retry={() => void video.refetch()} />}
        </div>
      ) : (
        <>
          <h1 className="embed-title">
            <a href={`/watch/${videoId}`} target="_blank" rel="noopener">
              {video.data.title}
            </a>
          </h1>
          <VideoStage video={video.data} startAt={t} source="embed" />
        </>
      )}
    </main>
  );
}
