import { Button, Group, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { reindex, reindexQuery } from '../api/operations';
import { number } from '../util/format';
import { InlineError } from './Notice';
import { QueryView } from './QueryView';

const WORDS = { never: 'It has not been built anew since it began.', running: 'It is being built anew; searches go on.', done: 'The last rebuild ended well.', failed: 'The last rebuild failed.' };

/** Builds the index anew while searches go on. */
export function SearchIndex() {
  const client = useQueryClient();
  const progress = useQuery(reindexQuery);
  const begin = useMutation({ mutationFn: reindex, onSettled: () => client.invalidateQueries({ queryKey: reindexQuery.queryKey }) });
  return (
    <section className="panel wide" aria-labelledby="index">
      <Title order={2} id="index">
        Search index
      </Title>
      <QueryView query={progress} what="the index">
        {(now) => (
          <>
            <p>{WORDS[now.state]}</p>
            {now.state !== 'never' && (
              <p className="meta">
                {number(now.indexed)} of {number(now.read)} that catalog has can be found.
              </p>
            )}
            <InlineError error={now.problem === undefined ? undefined : new Error(now.problem)} />
          </>
        )}
      </QueryView>
      <InlineError error={begin.error} />
      <Group>
        <Button variant="default" loading={begin.isPending} disabled={progress.data?.state === 'running'} onClick={() => { begin.mutate(); }}>
          Build it anew
        </Button>
      </Group>
    </section>
  );
}
