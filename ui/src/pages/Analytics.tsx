import { Title } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import type { ReportName } from '../api/analytics';
import { Choices } from '../components/Choices';
import { Funnel } from '../components/Funnel';
import { Live } from '../components/Live';
import { Numbers } from '../components/Numbers';
import { PeriodPicker } from '../components/PeriodPicker';
import { ReportTable } from '../components/ReportTable';
import { RoleNeeded } from '../components/RoleNeeded';
import { useNow } from '../hooks/useNow';
import { useTitle } from '../hooks/useTitle';
import { periodOf } from '../util/period';

const PARTS = [
  { value: 'watching', label: 'Watching' },
  { value: 'content', label: 'Content' },
  { value: 'finding', label: 'Finding' },
  { value: 'making', label: 'Making' },
  { value: 'cost', label: 'Cost' },
] as const;
const ALL = [
  'views', 'watch_time', 'sessions', 'viewer_experience_score', 'video_startup_time', 'rebuffer_percentage', 'rebuffer_count',
  'playback_failure_percentage', 'exits_before_video_start', 'max_upscale_percentage', 'bytes_sent', 'cache_hit_percentage', 'buffer_starvation',
] as const;
const REPORTS: Record<Exclude<(typeof PARTS)[number]['value'], 'watching'>, [ReportName, string][]> = {
  content: [['overview', 'What happened'], ['viewers', 'How many people'], ['viewers_by_day', 'People by day'], ['top_content', 'What was watched most'], ['pages', 'What was looked at most'], ['sources', 'Where viewers came from'], ['devices', 'What they watched with'], ['audience', 'Followers by day']],
  finding: [['feed', 'Lists'], ['feed_ranks', 'Places in the lists'], ['searches', 'What was searched for'], ['searches_without_results', 'What was not found'], ['notifications', 'Notifications']],
  making: [['uploads', 'What became of uploads'], ['upload_failures', 'Why uploads came to nothing']],
  cost: [['cost', 'What was spent'], ['cost_by_content', 'On what']],
};

/** The house in numbers, for operators. */
export function Analytics() {
  useTitle('Analytics');
  return (
    <RoleNeeded needs="operator" to="see the house in numbers">
      <Title className="page-title">The house in numbers</Title>
      <Parts />
    </RoleNeeded>
  );
}

function Parts() {
  const asked = useSearch({ from: '/analytics' });
  const now = useNow();
  const chosen = PARTS.find(({ value }) => value === asked.show)?.value ?? 'watching';
  const period = periodOf(asked, now);
  return (
    <>
      <Choices label="What of the house" name="show" choices={PARTS} chosen={chosen} otherwise="watching" />
      {chosen === 'watching' ? (
        <>
          <Live />
          <Numbers scope={{}} metrics={ALL} />
        </>
      ) : (
        <>
          <PeriodPicker now={now} />
          {chosen === 'finding' && <Funnel period={period} />}
          {REPORTS[chosen].map(([report, title]) => (
            <ReportTable key={report} report={report} title={title} scope={{}} period={period} />
          ))}
        </>
      )}
    </>
  );
}
