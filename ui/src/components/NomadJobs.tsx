import { Badge, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { nomadJobsQuery, type Allocation, type NomadJob } from '../api/ops';
import { allAway } from '../util/away';
import { ago } from '../util/format';
import { AwayNotice } from './AwayNotice';
import { DataTable, type Column } from './DataTable';
import { Pages } from './Pages';

const COLORS: Record<string, string> = { running: 'green', pending: 'gray', failed: 'red', lost: 'red', unknown: 'orange', dead: 'red' };

function columns(now: number): Column<NomadJob>[] {
  return [
    { name: 'Job', of: ({ name }) => name },
    {
      name: 'State',
      of: ({ status, running, desired }) => (
        <Badge color={status === 'running' && running < desired ? 'orange' : (COLORS[status] ?? 'gray')} variant="light">
          {status}
        </Badge>
      ),
    },
    { name: 'Running', numeric: true, of: ({ running, desired }) => `${running} of ${desired}` },
    { name: 'Restarts', numeric: true, of: ({ allocations }) => allocations.reduce((sum, { restarts }) => sum + restarts, 0) },
    { name: 'Allocations', of: ({ allocations }) => <Allocations allocations={allocations} now={now} /> },
  ];
}

/** What is scheduled, and what became of it. */
export function NomadJobs() {
  const query = useInfiniteQuery(nomadJobsQuery);
  return (
    <section className="panel wide" aria-labelledby="nomad-jobs">
      <Title order={2} id="nomad-jobs">
        Jobs
      </Title>
      <AwayNotice away={allAway(query.data?.pages ?? [])} />
      <Pages query={query} what="the jobs" empty={<p className="meta">Nomad runs no job.</p>}>
        {(jobs) => <DataTable label="Jobs" rows={jobs} columns={columns(query.dataUpdatedAt)} keyOf={({ name }) => name} />}
      </Pages>
    </section>
  );
}

function Allocations({ allocations, now }: { allocations: Allocation[]; now: number }) {
  return allocations.map((allocation) => (
    <details key={allocation.id}>
      <summary>
        <code>{allocation.id.slice(0, 8)}</code> {allocation.status} on {allocation.node}, since {ago(allocation.changed_at, now)}
        {allocation.restarts > 0 && `, ${allocation.restarts} restarts`}
      </summary>
      {allocation.description !== undefined && <p className="meta">{allocation.description}</p>}
      <ul className="plain">
        {allocation.tasks.map((task) => (
          <li key={task.name}>
            <strong>{task.name}</strong> {task.failed ? 'failed' : task.state}
            <ul className="plain meta">
              {task.events.map((event) => (
                <li key={event.at + event.type}>
                  {ago(event.at, now)}: {event.message === '' ? event.type : event.message}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </details>
  ));
}
