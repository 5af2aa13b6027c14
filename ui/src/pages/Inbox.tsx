import { ActionIcon, Button, Group, Title } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { inboxQuery, mark, markAll, removeNotification } from '../api/notifications';
import { sayPage } from '../api/report';
import type { Notification } from '../api/types';
import { Choices } from '../components/Choices';
import { BellIcon, CheckIcon, TrashIcon } from '../components/icons';
import { LinkButton } from '../components/links';
import { LoginNeeded } from '../components/LoginNeeded';
import { Empty } from '../components/Notice';
import { Pages } from '../components/Pages';
import { tellFailure } from '../hooks/useNotices';
import { useNow } from '../hooks/useNow';
import { useTitle } from '../hooks/useTitle';
import { useVisit } from '../hooks/useVisit';
import { ago } from '../util/format';
import { withinApp } from '../util/paths';

const PARTS = [
  { value: 'all', label: 'All' },
  { value: 'unread', label: 'Unread' },
] as const;

export function Inbox() {
  useTitle('Inbox');
  useVisit('inbox');
  return (
    <LoginNeeded to="see your notifications">
      <Notifications />
    </LoginNeeded>
  );
}

function Notifications() {
  const { show } = useSearch({ from: '/inbox' });
  const chosen = show === 'unread' ? 'unread' : 'all';
  const client = useQueryClient();
  const inbox = useInfiniteQuery(inboxQuery(chosen === 'unread'));
  const seen = inbox.data?.pages[0]?.seen;
  const renew = () => Promise.all([client.invalidateQueries({ queryKey: ['inbox'] }), client.invalidateQueries({ queryKey: ['unread'] })]);
  const all = useMutation({ mutationFn: markAll, onSuccess: renew, onError: tellFailure });
  return (
    <>
      <header className="page-head">
        <Title>Inbox</Title>
        <Group gap="xs">
          <Button
            variant="default"
            disabled={seen === undefined}
            loading={all.isPending}
            onClick={() => {
              if (seen !== undefined) {
                all.mutate(seen);
              }
            }}
          >
            Mark all as read
          </Button>
          <LinkButton to="/settings/notifications" variant="default">
            Settings
          </LinkButton>
        </Group>
      </header>
      <Choices label="Which" name="show" choices={PARTS} chosen={chosen} otherwise="all" />
      <Pages query={inbox} what="your notifications" empty={<Empty title="Nothing waits for you" icon={<BellIcon />} />}>
        {(items) => (
          <ul className="rows" aria-live="polite">
            {items.map((one) => (
              <Row key={one.id} one={one} renew={renew} />
            ))}
          </ul>
        )}
      </Pages>
    </>
  );
}

function Row({ one, renew }: { one: Notification; renew: () => Promise<unknown> }) {
  const now = useNow();
  const id = one.id ?? '';
  const set = useMutation({ mutationFn: (read: boolean) => mark(id, read), onSuccess: renew, onError: tellFailure });
  const remove = useMutation({ mutationFn: () => removeNotification(id), onSuccess: renew, onError: tellFailure });
  const path = withinApp(one.url, location.origin);
  const open = () => {
    sayPage('opened', 'inbox', { notification: id });
    if (one.read !== true) {
      set.mutate(true);
    }
  };
  return (
    <li className={one.read === true ? 'row line-row' : 'row line-row unread'}>
      <BellIcon />
      <div>
        <p>
          {path === undefined ? (
            one.text
          ) : (
            <Link to={path} onClick={open} className="byline-name">
              {one.text}
            </Link>
          )}
        </p>
        {one.detail !== undefined && <p className="meta">{one.detail}</p>}
        {one.comment?.text !== undefined && <p className="meta">“{one.comment.text}”</p>}
        <p className="meta">
          {ago(one.changed_at ?? one.created_at ?? '', now)}
          {one.read !== true && ' · unread'}
        </p>
      </div>
      <div className="row-actions">
        {one.read !== true && (
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Mark as read: ${one.text ?? ''}`} onClick={() => { set.mutate(true); }}>
            <CheckIcon />
          </ActionIcon>
        )}
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Take out of the inbox: ${one.text ?? ''}`} onClick={() => { remove.mutate(); }}>
          <TrashIcon />
        </ActionIcon>
      </div>
    </li>
  );
}
