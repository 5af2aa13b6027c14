import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeQuota, quotaQuery, type Quota, type User } from '../api/ops';
import { tell } from '../hooks/useNotices';
import { bytes, number } from '../util/format';
import { ownOf, typedOf, type Typed } from '../util/quota';
import { InlineError } from './Notice';
import { QueryView } from './QueryView';

const FIELDS: { name: keyof Typed; label: string; told: (amount: number) => string }[] = [
  { name: 'held_bytes', label: 'Kept, in gigabytes', told: bytes },
  { name: 'day_bytes', label: 'Sent within a day, in gigabytes', told: bytes },
  { name: 'day_uploads', label: 'Uploads within a day', told: number },
];

/** What somebody may upload and has, and another limit for them. */
export function QuotaDialog({ user, onEnd }: { user: User; onEnd: () => void }) {
  return (
    <Modal opened onClose={onEnd} title={`Quota of ${user.username}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <QueryView query={useQuery(quotaQuery(user.id))} what="the quota">
        {(quota) => <QuotaForm quota={quota} onEnd={onEnd} />}
      </QueryView>
    </Modal>
  );
}

function QuotaForm({ quota, onEnd }: { quota: Quota; onEnd: () => void }) {
  const client = useQueryClient();
  const [typed, setTyped] = useState(() => typedOf(quota.own));
  const { own, wrong } = ownOf(typed);
  const change = useMutation({
    mutationFn: () => changeQuota(quota.user, own),
    onSuccess: (changed) => {
      client.setQueryData(quotaQuery(quota.user).queryKey, changed);
      tell('It holds from their next upload on.');
      onEnd();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (wrong.length === 0) {
          change.mutate();
        }
      }}
    >
      <Stack>
        <p className="meta">A field that is empty is the default that all have.</p>
        {FIELDS.map(({ name, label, told }) => (
          <TextInput
            key={name}
            label={label}
            inputMode="decimal"
            description={`${told(quota.used[name])} of ${told(quota.limits[name])} used`}
            error={wrong.includes(name) ? 'A number from nought on, or nothing.' : undefined}
            value={typed[name]}
            onChange={(event) => { setTyped({ ...typed, [name]: event.currentTarget.value }); }}
          />
        ))}
        <InlineError error={change.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onEnd}>
            Leave it
          </Button>
          <Button type="submit" disabled={wrong.length > 0} loading={change.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
