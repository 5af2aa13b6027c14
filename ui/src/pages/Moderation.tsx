import { Badge, Button, Group, Textarea, Title } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { commentQuery, decide, moderationQuery } from '../api/operations';
import { hideComment } from '../api/social';
import type { Report } from '../api/types';
import { Choices } from '../components/Choices';
import { Empty, InlineError } from '../components/Notice';
import { Pages } from '../components/Pages';
import { RoleNeeded } from '../components/RoleNeeded';
import { tell, tellFailure } from '../hooks/useNotices';
import { useNow } from '../hooks/useNow';
import { useTitle } from '../hooks/useTitle';
import { ago } from '../util/format';

const STATES = [
  { value: 'open', label: 'Open' },
  { value: 'upheld', label: 'Upheld' },
  { value: 'dismissed', label: 'Dismissed' },
] as const;

/** What members reported, the longest waiting first. */
export function Moderation() {
  useTitle('Moderation');
  return (
    <RoleNeeded needs="moderator" to="moderate">
      <Title className="page-title">Moderation</Title>
      <Queue />
    </RoleNeeded>
  );
}

function Queue() {
  const { show } = useSearch({ from: '/moderation' });
  const state = STATES.find(({ value }) => value === show)?.value ?? 'open';
  return (
    <>
      <Choices label="Which reports" name="show" choices={STATES} chosen={state} otherwise="open" />
      <Pages query={useInfiniteQuery(moderationQuery(state))} what="the reports" empty={<Empty title="No report waits" />}>
        {(reports) => (
          <ul className="rows">
            {reports.map((report) => (
              <OneReport key={report.id} report={report} />
            ))}
          </ul>
        )}
      </Pages>
    </>
  );
}

function OneReport({ report }: { report: Report }) {
  const client = useQueryClient();
  const now = useNow();
  const [note, setNote] = useState('');
  const deciding = useMutation({
    mutationFn: (outcome: 'upheld' | 'dismissed') => decide(report.id, outcome, note.trim()),
    onSuccess: () => client.invalidateQueries({ queryKey: ['moderation'] }),
  });
  return (
    <li className="panel wide">
      <Group>
        <Badge color="red" variant="light">
          {report.reason.replace(/_/g, ' ')}
        </Badge>
        <span className="meta">reported {ago(report.created_at, now)}</span>
        <Target report={report} />
      </Group>
      {report.text !== undefined && <p>“{report.text}”</p>}
      {report.target_kind === 'comment' && <ReportedComment id={report.target_id} />}
      {report.note !== undefined && <p className="meta">Decided with: {report.note}</p>}
      {report.state === 'open' && (
        <>
          <Textarea label="What the reporter is told" maxLength={2000} rows={2} value={note} onChange={(event) => { setNote(event.currentTarget.value); }} />
          <InlineError error={deciding.error} />
          <Group justify="flex-end">
            <Button variant="default" loading={deciding.isPending} onClick={() => { deciding.mutate('dismissed'); }}>
              Dismiss
            </Button>
            <Button loading={deciding.isPending} onClick={() => { deciding.mutate('upheld'); }}>
              Uphold
            </Button>
          </Group>
        </>
      )}
    </li>
  );
}

function Target({ report: { target_kind, target_id } }: { report: Report }) {
  switch (target_kind) {
    case 'video':
      return (
        <Link to="/watch/$videoId" params={{ videoId: target_id }}>
          Look at the video
        </Link>
      );
    case 'album':
      return (
        <Link to="/album/$albumId" params={{ albumId: target_id }}>
          Look at the photos
        </Link>
      );
    case 'channel':
      return (
        <Link to="/channel/$channel" params={{ channel: target_id }}>
          Look at the channel
        </Link>
      );
    case 'comment':
      return <span className="meta">a comment</span>;
  }
}

/** A decision hides nothing by itself, so that is here. */
function ReportedComment({ id }: { id: string }) {
  const client = useQueryClient();
  const { data, isError } = useQuery(commentQuery(id));
  const hide = useMutation({
    mutationFn: (hidden: boolean) => hideComment(id, hidden),
    onSuccess: () => {
      tell('Done.');
      return client.invalidateQueries({ queryKey: ['comment', id] });
    },
    onError: tellFailure,
  });
  if (data === undefined) {
    return <p className="meta">{isError ? 'The comment is gone.' : 'Loading the comment…'}</p>;
  }
  return (
    <blockquote className="about">
      <p className="comment-text">{data.text ?? '(not shown)'}</p>
      <Group gap="xs">
        <span className="meta">{data.author?.name}</span>
        <Button size="compact-xs" variant="subtle" loading={hide.isPending} onClick={() => { hide.mutate(data.state === 'shown'); }}>
          {data.state === 'shown' ? 'Hide the comment' : 'Show it again'}
        </Button>
      </Group>
    </blockquote>
  );
}
