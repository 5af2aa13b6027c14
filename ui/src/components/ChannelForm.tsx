import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { catalog, value, withTag } from '../api/http';
import type { Channel } from '../api/types';
import { tell } from '../hooks/useNotices';
import { InlineError } from './Notice';

/** What a channel says of itself, for its owner to change. */
export function ChannelForm({ channel }: { channel: Channel }) {
  const client = useQueryClient();
  const [name, setName] = useState(channel.name);
  const [description, setDescription] = useState(channel.description ?? '');
  const save = useMutation({
    mutationFn: async () => {
      const params = { path: { channel: channel.id } };
      const { etag } = await withTag(catalog.GET('/channels/{channel}', { params }));
      const body = { name: name.trim(), description: description === '' ? null : description };
      return value(catalog.PATCH('/channels/{channel}', { params: { ...params, header: { 'If-Match': etag } }, body }));
    },
    onSuccess: async () => {
      tell('Your channel is changed.');
      await Promise.all([client.invalidateQueries({ queryKey: ['channel'] }), client.invalidateQueries({ queryKey: ['me'] })]);
    },
  });
  return (
    <form
      className="panel"
      aria-label="Your channel"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack>
        <TextInput label="Name" required maxLength={80} value={name} onChange={(event) => { setName(event.currentTarget.value); }} />
        <Textarea label="What it is about" rows={4} maxLength={2000} value={description} onChange={(event) => { setDescription(event.currentTarget.value); }} />
        <InlineError error={save.error} />
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending}>
            Keep the changes
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
