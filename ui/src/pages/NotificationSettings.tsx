import { Button, Checkbox, Group, NativeSelect, Stack, Switch, Table, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { preferencesQuery, putPreferences } from '../api/notifications';
import type { Preferences } from '../api/types';
import { BrowserPush } from '../components/BrowserPush';
import { LoginNeeded } from '../components/LoginNeeded';
import { InlineError } from '../components/Notice';
import { QueryView } from '../components/QueryView';
import { Webhooks } from '../components/Webhooks';
import { tell } from '../hooks/useNotices';
import { useTitle } from '../hooks/useTitle';
import { useVisit } from '../hooks/useVisit';

const KINDS: [string, string][] = [
  ['new_video', 'A channel you follow publishes a film'],
  ['new_album', 'A channel you follow publishes photos'],
  ['comment', 'Somebody comments on what you made'],
  ['reply', 'Somebody answers your comment'],
  ['like', 'Somebody likes what you made'],
  ['follower', 'Somebody follows you'],
  ['ready', 'Your film is ready'],
  ['failed', 'Your film could not be made'],
  ['report', 'A moderator decided on your report'],
  ['operator', 'A word from the house'],
];
const MEDIA = [
  ['in_app', 'Inbox'],
  ['email', 'Mail'],
  ['push', 'Browser'],
  ['webhook', 'Webhook'],
] as const;

export function NotificationSettings() {
  useTitle('Notification settings');
  useVisit('settings');
  const preferences = useQuery({ ...preferencesQuery, staleTime: Infinity, gcTime: 0 });
  return (
    <LoginNeeded to="choose what you are told">
      <Title className="page-title">What you are told, and how</Title>
      <QueryView query={preferences} what="your settings">
        {(found) => (
          // What is below comes with what is above it, which would push it down.
          <>
            <Form key={found.etag} first={found.value} etag={found.etag} />
            <Stack maw="52rem" mt="xl">
              <BrowserPush />
              <Webhooks />
            </Stack>
          </>
        )}
      </QueryView>
    </LoginNeeded>
  );
}

function Form({ first, etag }: { first: Preferences; etag: string }) {
  const client = useQueryClient();
  const [wanted, setWanted] = useState(first);
  const save = useMutation({
    mutationFn: () => putPreferences(wanted, etag),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: preferencesQuery.queryKey });
      tell('Your settings are kept.');
    },
  });
  const set = (kind: string, medium: (typeof MEDIA)[number][0], on: boolean) => {
    setWanted({ ...wanted, kinds: { ...wanted.kinds, [kind]: { ...wanted.kinds?.[kind], [medium]: on } } });
  };
  const quiet = wanted.quiet_hours;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack maw="52rem">
        <div className="scroll-x">
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">When</Table.Th>
                {MEDIA.map(([medium, label]) => (
                  <Table.Th key={medium} scope="col">
                    {label}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {KINDS.map(([kind, words]) => (
                <Table.Tr key={kind}>
                  <Table.Th scope="row" fw={400}>
                    {words}
                  </Table.Th>
                  {MEDIA.map(([medium, label]) => (
                    <Table.Td key={medium}>
                      <Checkbox
                        aria-label={`${words}: ${label}`}
                        checked={wanted.kinds?.[kind]?.[medium] ?? false}
                        onChange={(event) => {
                          set(kind, medium, event.currentTarget.checked);
                        }}
                      />
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
        <NativeSelect
          label="Mails"
          value={wanted.digest ?? 'off'}
          data={[
            { value: 'off', label: 'Each at once' },
            { value: 'daily', label: 'Together, every morning' },
            { value: 'weekly', label: 'Together, once a week' },
          ]}
          onChange={(event) => {
            setWanted({ ...wanted, digest: event.currentTarget.value as NonNullable<Preferences['digest']> });
          }}
        />
        <Switch
          label="Quiet hours: no mail and nothing in the browser then; it comes after"
          checked={quiet !== undefined}
          onChange={(event) => {
            const next = { ...wanted };
            delete next.quiet_hours;
            setWanted(event.currentTarget.checked ? { ...next, quiet_hours: { from: '22:00', to: '07:00' } } : next);
          }}
        />
        {quiet !== undefined && (
          <Group>
            <TextInput type="time" label="From" required value={quiet.from} onChange={(event) => { setWanted({ ...wanted, quiet_hours: { ...quiet, from: event.currentTarget.value } }); }} />
            <TextInput type="time" label="To" required value={quiet.to} onChange={(event) => { setWanted({ ...wanted, quiet_hours: { ...quiet, to: event.currentTarget.value } }); }} />
          </Group>
        )}
        <Group grow>
          <NativeSelect
            label="Time zone"
            value={wanted.time_zone ?? 'UTC'}
            data={['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]}
            onChange={(event) => {
              setWanted({ ...wanted, time_zone: event.currentTarget.value });
            }}
          />
          <NativeSelect
            label="Language of notifications"
            value={wanted.language ?? 'en'}
            data={[{ value: 'en', label: 'English' }, { value: 'de', label: 'Deutsch' }]}
            onChange={(event) => {
              setWanted({ ...wanted, language: event.currentTarget.value as 'en' | 'de' });
            }}
          />
        </Group>
        <InlineError error={save.error} />
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending}>
            Keep
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
