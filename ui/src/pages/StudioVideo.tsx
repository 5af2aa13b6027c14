import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { videoQuery } from '../api/catalog';
import { editQuery } from '../api/texts';
import { Choices } from '../components/Choices';
import { EditForm } from '../components/EditForm';
import { LinkButton } from '../components/links';
import { LoginNeeded } from '../components/LoginNeeded';
import { Numbers } from '../components/Numbers';
import { PosterForm } from '../components/PosterForm';
import { PrepareAgain } from '../components/PrepareAgain';
import { QueryView } from '../components/QueryView';
import { ReportTable } from '../components/ReportTable';
import { Retention } from '../components/Retention';
import { StageTimeline } from '../components/StageTimeline';
import { TextsForm } from '../components/TextsForm';
import { WhatHappened } from '../components/WhatHappened';
import { useTitle } from '../hooks/useTitle';

const PARTS = [
  { value: 'details', label: 'Details' },
  { value: 'captions', label: 'Captions and chapters' },
  { value: 'progress', label: 'How far it is' },
  { value: 'numbers', label: 'Analytics' },
] as const;
const METRICS = ['views', 'watch_time', 'sessions', 'viewer_experience_score', 'video_startup_time', 'rebuffer_percentage', 'playback_failure_percentage'] as const;

/** One video as its maker sees it. */
export function StudioVideo() {
  const { videoId } = useParams({ from: '/studio/$videoId' });
  return (
    <LoginNeeded to="edit your videos">
      <OneVideo key={videoId} videoId={videoId} />
    </LoginNeeded>
  );
}

function OneVideo({ videoId }: { videoId: string }) {
  const { show } = useSearch({ from: '/studio/$videoId' });
  const video = useQuery(videoQuery(videoId));
  const edit = useQuery(editQuery(videoId));
  useTitle(video.data?.title ?? '');
  const chosen = PARTS.find(({ value }) => value === show)?.value ?? 'details';
  return (
    <QueryView query={video} what="the video">
      {(found) => (
        <>
          <header className="page-head">
            <Title>{found.title}</Title>
            <LinkButton to="/watch/$videoId" params={{ videoId }} variant="default">
              Go to its page
            </LinkButton>
          </header>
          <Choices label="What of the video" name="show" choices={PARTS} chosen={chosen} otherwise="details" />
          {chosen === 'details' && (
            <>
              <section className="panel" aria-label="Details">
                <QueryView query={edit} what="the details">
                  {({ value, etag }) => <EditForm key={etag} video={value} etag={etag} />}
                </QueryView>
              </section>
              {found.state === 'ready' && <PosterForm video={found} />}
            </>
          )}
          {chosen === 'captions' && (
            <section className="panel" aria-label="Captions and chapters">
              <TextsForm videoId={videoId} />
            </section>
          )}
          {chosen === 'progress' && (
            <>
              <section className="panel" aria-label="How far it is">
                <StageTimeline video={found} />
                <PrepareAgain video={found} />
              </section>
              <WhatHappened videoId={videoId} />
            </>
          )}
          {chosen === 'numbers' && (
            <Numbers scope={{ video: videoId }} metrics={METRICS}>
              {(period) => (
                <>
                  <Retention video={found} period={period} />
                  <ReportTable report="overview" title="What happened" scope={{ video: videoId }} period={period} />
                  <ReportTable report="sources" title="Where viewers came from" scope={{ video: videoId }} period={period} />
                  <ReportTable report="devices" title="What they watched with" scope={{ video: videoId }} period={period} />
                </>
              )}
            </Numbers>
          )}
        </>
      )}
    </QueryView>
  );
}
