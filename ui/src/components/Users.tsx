import { Badge, Button, Group, TextInput, Title } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { endSessions } from '../api/operations';
import { enableUser, usersQuery, type User } from '../api/ops';
import { tell } from '../hooks/useNotices';
import { useNow } from '../hooks/useNow';
import { ago } from '../util/format';
import { ConfirmDialog } from './ConfirmDialog';
import { DataTable, type Column } from './DataTable';
import { InlineError } from './Notice';
import { Pages } from './Pages';
import { QuotaDialog } from './QuotaDialog';

type Deed = 'disable' | 'enable' | 'end';

const DEEDS: Record<Deed, { title: (name: string) => string; confirm: string; words: string; done: string; act: (id: string) => Promise<unknown> }> = {
  disable: {
    title: (name) => `Lock ${name} out?`,
    confirm: 'Lock them out',
    words: 'They are logged out everywhere at once and cannot log in again until you let them. What they published stays.',
    done: 'They are locked out.',
    act: (id) => enableUser(id, false),
  },
  enable: { title: (name) => `Let ${name} in again?`, confirm: 'Let them in', words: 'They may log in again, with the password they had.', done: 'They may log in again.', act: (id) => enableUser(id, true) },
  end: {
    title: (name) => `End the sessions of ${name}?`,
    confirm: 'End the sessions',
    words: 'What was made for them until now opens nothing any more; they may log in again.',
    done: 'Their sessions have ended.',
    act: endSessions,
  },
};

/** Who has an account, and whether it may be used. */
export function Users() {
  const { q = '' } = useSearch({ from: '/operations' });
  const now = useNow();
  const [asked, setAsked] = useState<{ user: User; deed: Deed }>();
  const [quotaOf, setQuotaOf] = useState<User>();
  const columns: Column<User>[] = [
    {
      name: 'Who',
      of: ({ id, username, name, email }) => (
        <>
          <strong>{username}</strong>
          <p className="meta">{[name, email].filter((word) => word !== undefined).join(', ')}</p>
          <p className="meta">
            <code>{id}</code>
          </p>
        </>
      ),
    },
    { name: 'Roles', of: ({ roles }) => roles.join(', ') },
    {
      name: 'Account',
      of: ({ enabled }) => (
        <Badge color={enabled ? 'green' : 'red'} variant="light">
          {enabled ? 'open' : 'locked'}
        </Badge>
      ),
    },
    { name: 'Since', of: ({ created_at }) => ago(created_at, now) },
    {
      name: 'Change',
      of: (user) => (
        <Group gap="xs">
          <Button size="xs" variant="default" aria-label={`Quota of ${user.username}`} onClick={() => { setQuotaOf(user); }}>
            Quota
          </Button>
          <Button size="xs" variant="default" aria-label={`End sessions of ${user.username}`} onClick={() => { setAsked({ user, deed: 'end' }); }}>
            End sessions
          </Button>
          <Button size="xs" variant="default" aria-label={`${user.enabled ? 'Lock out' : 'Let in'} ${user.username}`} onClick={() => { setAsked({ user, deed: user.enabled ? 'disable' : 'enable' }); }}>
            {user.enabled ? 'Lock out' : 'Let in'}
          </Button>
        </Group>
      ),
    },
  ];
  return (
    <section className="panel wide" aria-labelledby="users">
      <Title order={2} id="users">
        Users
      </Title>
      <SearchUsers key={q} asked={q} />
      <Pages query={useInfiniteQuery(usersQuery(q))} what="the users" empty={<p className="meta">{q === '' ? 'Nobody has an account yet.' : `Nobody is called anything like “${q}”. Part of a name or an address is enough.`}</p>}>
        {(users) => <DataTable label="Users" rows={users} columns={columns} keyOf={({ id }) => id} />}
      </Pages>
      {quotaOf !== undefined && <QuotaDialog user={quotaOf} onEnd={() => { setQuotaOf(undefined); }} />}
      {asked !== undefined && <Ask {...asked} onEnd={() => { setAsked(undefined); }} />}
    </section>
  );
}

function SearchUsers({ asked }: { asked: string }) {
  const navigate = useNavigate();
  const [text, setText] = useState(asked);
  return (
    <form
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        const q = text.trim();
        void navigate({ to: '/operations', search: q === '' ? { show: 'users' } : { show: 'users', q } });
      }}
    >
      <Group align="end">
        <TextInput className="grow" label="Name or address" maxLength={100} value={text} onChange={(event) => { setText(event.currentTarget.value); }} />
        <Button type="submit" variant="default">
          Search
        </Button>
      </Group>
    </form>
  );
}

function Ask({ user, deed, onEnd }: { user: User; deed: Deed; onEnd: () => void }) {
  const client = useQueryClient();
  const { title, confirm, words, done, act } = DEEDS[deed];
  const doing = useMutation({
    mutationFn: () => act(user.id),
    onSuccess: () => {
      tell(done);
      onEnd();
    },
    // Also after a failure: half of it may have been done.
    onSettled: () => client.invalidateQueries({ queryKey: ['ops', 'users'] }),
  });
  return (
    <ConfirmDialog title={title(user.username)} confirm={confirm} keep="Leave it" busy={doing.isPending} onConfirm={() => { doing.mutate(); }} onCancel={onEnd}>
      <p>{words}</p>
      <InlineError error={doing.error} />
    </ConfirmDialog>
  );
}
