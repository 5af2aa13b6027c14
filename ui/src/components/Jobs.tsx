import { Badge, Button, Title } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { cancelJob, jobsQuery, retryJob } from '../api/operations';
import type { Job } from '../api/types';
import { tell, tellFailure } from '../hooks/useNotices';
import { ago } from '../util/format';
import { ConfirmDialog } from './ConfirmDialog';
import { DataTable, type Column } from './DataTable';
import { InlineError } from './Notice';
import { Pages } from './Pages';

const COLORS: Record<Job['state'], string> = { queued: 'gray', leased: 'ember', ready: 'green', failed: 'red', cancelled: 'gray' };

const nameOf = (job: Job) => (job.photo_id === undefined ? `video ${job.content_id.slice(-8)}` : `photo ${job.photo_id.slice(-8)}`);

/** Everybody's encoding jobs, the newest first, and what can be done about one. */
export function Jobs() {
  const query = useInfiniteQuery(jobsQuery);
  const columns: Column<Job>[] = [
    {
      name: 'Of',
      of: (job) =>
        job.photo_id === undefined ? (
          <Link to="/watch/$videoId" params={{ videoId: job.content_id }}>
            {nameOf(job)}
          </Link>
        ) : (
          <Link to="/album/$albumId" params={{ albumId: job.content_id }}>
            {nameOf(job)}
          </Link>
        ),
    },
    {
      name: 'State',
      of: ({ state }) => (
        <Badge color={COLORS[state]} variant="light">
          {state}
        </Badge>
      ),
    },
    { name: 'Step', of: ({ step, rung }) => [step, rung].filter((word) => word !== undefined).join(' ') },
    { name: 'Done', numeric: true, of: ({ percent }) => `${percent} %` },
    { name: 'Tries', numeric: true, of: ({ attempts }) => attempts },
    { name: 'Begun', of: ({ created_at }) => ago(created_at, query.dataUpdatedAt) },
    { name: 'Cause', of: ({ cause }) => cause !== undefined && <span className="cause">{cause.detail}</span> },
    { name: 'Change', of: (job) => <Change job={job} /> },
  ];
  return (
    <section className="panel wide" aria-labelledby="jobs">
      <Title order={2} id="jobs">
        Encoding jobs
      </Title>
      <Pages query={query} what="the jobs" empty={<p className="meta">No job has been there yet.</p>}>
        {(jobs) => <DataTable label="Encoding jobs" rows={jobs} columns={columns} keyOf={({ id }) => id} />}
      </Pages>
    </section>
  );
}

function Change({ job }: { job: Job }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const onSettled = () => client.invalidateQueries({ queryKey: jobsQuery.queryKey });
  const retry = useMutation({
    mutationFn: () => retryJob(job.id),
    onSuccess: () => {
      tell('It begins anew, with all its tries.');
    },
    onError: tellFailure,
    onSettled,
  });
  const cancel = useMutation({
    mutationFn: () => cancelJob(job.id),
    onSuccess: () => {
      setAsking(false);
      tell('It is cancelled; it can be tried again.');
    },
    onSettled,
  });
  if (job.state === 'failed') {
    return (
      <Button size="xs" variant="default" loading={retry.isPending} aria-label={`Try again: ${nameOf(job)}`} onClick={() => { retry.mutate(); }}>
        Try again
      </Button>
    );
  }
  if (job.state !== 'queued' && job.state !== 'leased') {
    return null;
  }
  return (
    <>
      <Button size="xs" variant="default" aria-label={`Cancel ${nameOf(job)}`} onClick={() => { setAsking(true); }}>
        Cancel
      </Button>
      {asking && (
        <ConfirmDialog title={`Cancel ${nameOf(job)}?`} confirm="Cancel it" keep="Let it go on" busy={cancel.isPending} onConfirm={() => { cancel.mutate(); }} onCancel={() => { setAsking(false); }}>
          <p>It ends as failed, and what is made by now is not published. Its owner or you may have it begin anew.</p>
          <InlineError error={cancel.error} />
        </ConfirmDialog>
      )}
    </>
  );
}
