import { Badge, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { queuesQuery, type Queue } from '../api/ops';
import { allAway } from '../util/away';
import { number } from '../util/format';
import { AwayNotice } from './AwayNotice';
import { DataTable, type Column } from './DataTable';
import { Pages } from './Pages';

const COLUMNS: Column<Queue>[] = [
  { name: 'Group', of: ({ group }) => group },
  { name: 'Topic', of: ({ topic }) => topic },
  { name: 'Behind by', numeric: true, of: ({ lag }) => number(lag) },
  { name: 'Members', numeric: true, of: ({ members }) => members },
  {
    name: 'Kind',
    of: ({ kind }) => (
      <Badge color="gray" variant="light">
        {kind === 'share' ? 'shared work' : 'reader'}
      </Badge>
    ),
  },
  { name: 'State', of: ({ state }) => state.replace(/_/g, ' ') },
];

/** How far behind those are who read from Kafka, the furthest first. */
export function Queues() {
  const query = useInfiniteQuery(queuesQuery);
  return (
    <section className="panel wide" aria-labelledby="queues">
      <Title order={2} id="queues">
        Queues
      </Title>
      <p className="meta">Records that each group has still to handle. One that grows and does not shrink again is stuck: its service’s log tells why.</p>
      <AwayNotice away={allAway(query.data?.pages ?? [])} />
      <Pages query={query} what="the queues" empty={<p className="meta">Nobody reads anything yet.</p>}>
        {(queues) => (
          <DataTable label="Queues" rows={queues.toSorted((one, other) => other.lag - one.lag)} columns={COLUMNS} keyOf={({ group, topic }) => `${group} ${topic}`} />
        )}
      </Pages>
    </section>
  );
}
