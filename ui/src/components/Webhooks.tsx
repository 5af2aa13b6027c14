import { Alert, Badge, Button, Code, Group, Stack, TextInput, Title } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import '@mantine/core/styles/Code.css';
import { addWebhook, deleteWebhook, deliveriesQuery, newSecret, testWebhook, webhooksQuery, type Delivery, type Webhook } from '../api/webhooks';
import { useNow } from '../hooks/useNow';
import { ago } from '../util/format';
import { ConfirmDialog } from './ConfirmDialog';
import { InlineError } from './Notice';
import { Pages } from './Pages';
import { QueryView } from './QueryView';

// As many as notify keeps for a member.
const MOST = 5;

/** The programs that are told: where they are, what their messages are signed with, and what came of each message. */
export function Webhooks() {
  const client = useQueryClient();
  const webhooks = useQuery(webhooksQuery);
  const [url, setUrl] = useState('');
  const add = useMutation({
    mutationFn: () => addWebhook(url.trim()),
    onSuccess: async () => {
      setUrl('');
      await client.invalidateQueries({ queryKey: webhooksQuery.queryKey });
    },
  });
  return (
    <section className="panel left" aria-labelledby="webhooks">
      <Title order={2} id="webhooks">
        Webhooks
      </Title>
      <p className="meta">What you ticked under “Webhook” is sent to these addresses, signed as Standard Webhooks has it.</p>
      <QueryView query={webhooks} what="your webhooks">
        {(found) => (
          <>
            {found.map((webhook) => (
              <OneWebhook key={webhook.id} webhook={webhook} />
            ))}
            {found.length >= MOST ? (
              <p className="hint">You have {MOST} webhooks, and cannot have more.</p>
            ) : (
              <form
                onSubmit={(event) => {
                  event.preventDefault();
                  add.mutate();
                }}
              >
                <Group align="end" wrap="nowrap">
                  <TextInput className="grow" type="url" label="New webhook" placeholder="https://example.org/matinee" required maxLength={2000} value={url} onChange={(event) => { setUrl(event.currentTarget.value); }} />
                  <Button type="submit" variant="default" loading={add.isPending}>
                    Add
                  </Button>
                </Group>
              </form>
            )}
          </>
        )}
      </QueryView>
      <InlineError error={add.error} />
      <Secret secret={add.data} />
    </section>
  );
}

function Secret({ secret }: { secret: string | undefined }) {
  return secret === undefined ? null : (
    <Alert variant="light" title="What its messages are signed with" role="status">
      <Code className="breaks">{secret}</Code>
      <p className="hint">Keep it where your program reads it: it is shown this once.</p>
    </Alert>
  );
}

function OneWebhook({ webhook: { id = '', url = '', state, problem } }: { webhook: Webhook }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState<'delete' | 'secret'>();
  const [shown, setShown] = useState(false);
  const renew = () => client.invalidateQueries({ queryKey: webhooksQuery.queryKey });
  const close = () => { setAsking(undefined); };
  const test = useMutation({
    mutationFn: () => testWebhook(id),
    onSuccess: async () => {
      setShown(true);
      await renew();
    },
  });
  const remove = useMutation({ mutationFn: () => deleteWebhook(id), onSuccess: renew, onSettled: close });
  const sign = useMutation({ mutationFn: () => newSecret(id), onSettled: close });
  return (
    <Stack gap="xs" className="webhook">
      <Group justify="space-between">
        <strong className="breaks">{url}</strong>
        {state === 'disabled' && (
          <Badge color="red" variant="light">
            disabled
          </Badge>
        )}
      </Group>
      {problem !== undefined && <p className="failed">{problem}</p>}
      <Group gap="xs">
        <Button variant="default" size="compact-sm" loading={test.isPending} aria-label={`Send a test to ${url}`} onClick={() => { test.mutate(); }}>
          Send a test
        </Button>
        <Button variant="subtle" size="compact-sm" aria-expanded={shown} aria-label={`What was sent to ${url}`} onClick={() => { setShown(!shown); }}>
          What was sent
        </Button>
        <Button variant="subtle" size="compact-sm" aria-label={`New secret for ${url}`} onClick={() => { setAsking('secret'); }}>
          New secret
        </Button>
        <Button variant="subtle" color="red" size="compact-sm" aria-label={`Delete ${url}`} onClick={() => { setAsking('delete'); }}>
          Delete
        </Button>
      </Group>
      <InlineError error={test.error ?? remove.error ?? sign.error} />
      <Secret secret={sign.data} />
      {shown && <Deliveries id={id} />}
      {asking === 'delete' && (
        <ConfirmDialog title="Delete this webhook?" confirm="Delete it" busy={remove.isPending} onConfirm={() => { remove.mutate(); }} onCancel={close}>
          <p>It is told nothing more, and what was sent to it is forgotten.</p>
        </ConfirmDialog>
      )}
      {asking === 'secret' && (
        <ConfirmDialog title="Make a new secret?" confirm="Make a new one" keep="Keep the old one" busy={sign.isPending} onConfirm={() => { sign.mutate(); }} onCancel={close}>
          <p>Every message from then on is signed with the new one; your program takes none of them until it knows it.</p>
        </ConfirmDialog>
      )}
    </Stack>
  );
}

const STATES: Record<NonNullable<Delivery['state']>, string> = { waiting: 'on its way', sent: 'arrived', failed: 'failed', dropped: 'not sent' };

function Deliveries({ id }: { id: string }) {
  const now = useNow();
  return (
    <Pages query={useInfiniteQuery(deliveriesQuery(id))} what="what was sent" empty={<p className="meta">Nothing was sent yet.</p>}>
      {(items) => (
        <ul className="plain">
          {items.map(({ id: delivery, kind, state = 'waiting', status, tries = 0, problem, created_at = '' }) => (
            <li key={delivery} className={state === 'failed' ? 'failed' : 'meta'}>
              {[`${kind ?? 'message'}: ${STATES[state]}`, status === undefined ? '' : `answer ${status}`, `${tries} ${tries === 1 ? 'try' : 'tries'}`, ago(created_at, now), problem ?? ''].filter((part) => part !== '').join(' · ')}
            </li>
          ))}
        </ul>
      )}
    </Pages>
  );
}
