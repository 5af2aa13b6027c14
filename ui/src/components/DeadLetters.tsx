import { Button, Group, Title } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { boxesQuery, lettersQuery, linksQuery, redrive, type Box, type Letter } from '../api/ops';
import { tell } from '../hooks/useNotices';
import { allAway } from '../util/away';
import { ago, count, number } from '../util/format';
import { boxOf, boxWord, drivenWords, traceUrl } from '../util/house';
import { AwayNotice } from './AwayNotice';
import { ConfirmDialog } from './ConfirmDialog';
import { DataTable, type Column } from './DataTable';
import { TextLink } from './links';
import { InlineError } from './Notice';
import { Pages } from './Pages';
import { QueryView } from './QueryView';
import { TraceLink } from './TraceLink';

const BOXES: Column<Box>[] = [
  { name: 'Group', of: ({ group }) => group },
  { name: 'Topic', of: ({ topic }) => topic },
  { name: 'Waiting', numeric: true, of: ({ waiting }) => number(waiting) },
  { name: 'Kept', numeric: true, of: ({ kept }) => number(kept) },
  {
    name: 'Letters',
    of: (box) => (
      <TextLink size="sm" to="." search={(before: Record<string, unknown>) => ({ ...before, box: boxWord(box) })}>
        look at {box.group}’s
      </TextLink>
    ),
  },
];

/** What services could not handle and set aside, and its way back. */
export function DeadLetters() {
  const { box } = useSearch({ from: '/operations' });
  const chosen = boxOf(box);
  const query = useInfiniteQuery(boxesQuery);
  return (
    <>
      <section className="panel wide" aria-labelledby="dead-letters">
        <Title order={2} id="dead-letters">
          Dead letters
        </Title>
        <p className="meta">Events that a service tried several times and then set aside. Mend the cause, then drive them back: each is handled once.</p>
        <AwayNotice away={allAway(query.data?.pages ?? [])} />
        <Pages query={query} what="the boxes" empty={<p className="meta">No service has a box for them yet.</p>}>
          {(boxes) => (
            <DataTable label="Boxes of dead letters" rows={boxes.toSorted((one, other) => other.waiting - one.waiting)} columns={BOXES} keyOf={(each) => boxWord(each)} />
          )}
        </Pages>
      </section>
      {chosen !== undefined && <Letters key={boxWord(chosen)} {...chosen} />}
    </>
  );
}

function Letters({ topic, group }: { topic: string; group: string }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const query = useQuery(lettersQuery(topic, group));
  const links = useQuery(linksQuery);
  const driving = useMutation({
    mutationFn: () => redrive(topic, group),
    onSuccess: (driven) => {
      tell(drivenWords(driven));
    },
    onSettled: () => {
      setAsking(false);
      void client.invalidateQueries({ queryKey: boxesQuery.queryKey });
    },
  });
  const now = query.dataUpdatedAt;
  const columns: Column<Letter>[] = [
    {
      name: 'Set aside',
      of: ({ set_aside_at, from }) => (
        <>
          {ago(set_aside_at, now)}
          <p className="meta">
            <code>{from}</code>
          </p>
        </>
      ),
    },
    {
      name: 'Event',
      of: ({ type, key }) => (
        <>
          {type ?? 'no event'}
          <p className="meta">
            <code>{key}</code>
          </p>
        </>
      ),
    },
    { name: 'Cause', of: ({ cause }) => <span className="cause">{cause}</span> },
    { name: 'Tries', numeric: true, of: ({ tries }) => tries ?? '–' },
    { name: 'Trace', of: ({ trace_id }) => <TraceLink id={trace_id} url={traceUrl(links.data?.data, trace_id)} /> },
  ];
  return (
    <section className="panel wide" aria-labelledby="letters">
      <div className="panel-head">
        <Title order={2} id="letters">
          Letters of {group} in {topic}
        </Title>
        <Group>
          <Button
            loading={driving.isPending}
            onClick={() => {
              setAsking(true);
            }}
          >
            Drive them back
          </Button>
        </Group>
      </div>
      <InlineError error={driving.error} />
      <QueryView query={query} what="the letters">
        {({ data, away }) => (
          <>
            <AwayNotice away={away} />
            {data.length === 0 ? (
              <p className="meta">There is none.</p>
            ) : (
              <>
                <p className="meta">The last {count(data.length, 'letter')}, also those that were driven back already. What they say is not shown here: ./matinee dlq show tells it.</p>
                <DataTable label="Letters" rows={data} columns={columns} keyOf={({ from, set_aside_at }) => `${from} ${set_aside_at}`} />
              </>
            )}
          </>
        )}
      </QueryView>
      {asking && (
        <ConfirmDialog
          title="Drive them back?"
          confirm="Drive them back"
          keep="Leave them"
          busy={driving.isPending}
          onConfirm={() => {
            driving.mutate();
          }}
          onCancel={() => {
            setAsking(false);
          }}
        >
          <p>
            All letters of {group} in {topic} that wait go to it once more. What it still fails by is set aside again.
          </p>
        </ConfirmDialog>
      )}
    </section>
  );
}
