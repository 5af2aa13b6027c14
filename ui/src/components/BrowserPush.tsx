import { Button, Group, Stack, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { browsersQuery, canPush, subscribeBrowser, unsubscribeBrowser } from '../api/push';
import { tell } from '../hooks/useNotices';
import { chosenDate } from '../util/format';
import { InlineError } from './Notice';
import { QueryView } from './QueryView';

/** The browsers that are told even while no page of Matinee is open. */
export function BrowserPush() {
  const client = useQueryClient();
  const renew = () => client.invalidateQueries({ queryKey: browsersQuery.queryKey });
  const subscribe = useMutation({
    mutationFn: subscribeBrowser,
    onSuccess: async () => {
      await renew();
      tell('This browser is told from now on.');
    },
  });
  const remove = useMutation({ mutationFn: ({ id, own }: { id: string; own: boolean }) => unsubscribeBrowser(id, own), onSuccess: renew });
  return (
    <section className="panel left" aria-labelledby="browsers">
      <Title order={2} id="browsers">
        In the browser
      </Title>
      <p className="meta">What you ticked under “Browser” is shown by these browsers, also while Matinee is not open.</p>
      <QueryView query={useQuery(browsersQuery)} what="your browsers">
        {(browsers) => (
          <Stack gap="xs">
            {browsers.length === 0 && <p>No browser is told yet.</p>}
            {browsers.map(({ id, own, created_at }) => (
              <Group key={id} justify="space-between">
                <span>
                  {own ? 'This browser' : 'Another browser'}, since {chosenDate(created_at)}
                </span>
                <Button variant="subtle" color="red" size="compact-sm" disabled={remove.isPending} onClick={() => { remove.mutate({ id, own }); }}>
                  Tell it no more
                </Button>
              </Group>
            ))}
            {canPush && !browsers.some(({ own }) => own) && (
              <Group>
                <Button variant="default" loading={subscribe.isPending} onClick={() => { subscribe.mutate(); }}>
                  Tell me in this browser
                </Button>
              </Group>
            )}
          </Stack>
        )}
      </QueryView>
      {!canPush && <p className="hint">This browser takes no such messages.</p>}
      <InlineError error={subscribe.error ?? remove.error} />
    </section>
  );
}
