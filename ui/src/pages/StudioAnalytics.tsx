import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../api/catalog';
import { Live } from '../components/Live';
import { LoginNeeded } from '../components/LoginNeeded';
import { Numbers } from '../components/Numbers';
import { QueryView } from '../components/QueryView';
import { ReportTable } from '../components/ReportTable';
import { useMember } from '../hooks/useSession';
import { useTitle } from '../hooks/useTitle';

const CHANNEL = ['views', 'watch_time', 'sessions', 'viewer_experience_score', 'video_startup_time', 'rebuffer_percentage', 'playback_failure_percentage'] as const;

/** A creator's channel in numbers. */
export function StudioAnalytics() {
  useTitle('Channel analytics');
  return (
    <LoginNeeded to="see your channel’s numbers">
      <Title className="page-title">Your channel in numbers</Title>
      <ChannelNumbers />
    </LoginNeeded>
  );
}

function ChannelNumbers() {
  const member = useMember();
  const me = useQuery({ ...meQuery, enabled: member !== undefined });
  return (
    <QueryView query={me} what="your channel">
      {({ channel: { id } }) => (
        <>
          <Live channel={id} />
          <Numbers scope={{ channel: id }} metrics={CHANNEL}>
            {(period) => (
              <>
                <ReportTable report="overview" title="What happened" scope={{ channel: id }} period={period} />
                <ReportTable report="top_content" title="What was watched most" scope={{ channel: id }} period={period} />
                <ReportTable report="sources" title="Where viewers came from" scope={{ channel: id }} period={period} />
                <ReportTable report="devices" title="What they watched with" scope={{ channel: id }} period={period} />
                <ReportTable report="audience" title="Followers by day" scope={{ channel: id }} period={period} />
              </>
            )}
          </Numbers>
        </>
      )}
    </QueryView>
  );
}
