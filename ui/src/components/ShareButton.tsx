import { Button, Checkbox, CopyButton, Group, Modal, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { embedCode } from '../util/embedCode';
import { clock } from '../util/format';
import { ShareIcon } from './icons';

interface Props {
  path: string;
  /** The player alone at an address of its own, with a title for those who do not see it. */
  embed?: { path: string; title: string };
  secondNow?: () => number;
}

/** The address of what is shown, of a film also from the second that is on the screen; and what shows it in another site's page. */
export function ShareButton({ path, embed, secondNow }: Props) {
  const [at, setAt] = useState<number>();
  const [fromThere, setFromThere] = useState(false);
  const from = fromThere && at !== undefined && at > 0 ? `?t=${at}` : '';
  const link = `${location.origin}${path}${from}`;
  return (
    <>
      <Button
        variant="default"
        leftSection={<ShareIcon />}
        onClick={() => {
          setAt(Math.floor(secondNow?.() ?? 0));
        }}
      >
        Share
      </Button>
      <Modal
        opened={at !== undefined}
        onClose={() => {
          setAt(undefined);
        }}
        title="Share"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <TextInput label="Link" readOnly value={link} onFocus={(event) => { event.currentTarget.select(); }} data-autofocus />
        {secondNow !== undefined && (
          <Checkbox
            mt="sm"
            label={`Begin at ${clock(at ?? 0)}`}
            checked={fromThere}
            onChange={(event) => {
              setFromThere(event.currentTarget.checked);
            }}
          />
        )}
        {embed !== undefined && (
          <Textarea mt="sm" label="To show it in another page" readOnly rows={3} value={embedCode(`${location.origin}${embed.path}${from}`, embed.title)} onFocus={(event) => { event.currentTarget.select(); }} />
        )}
        <Group justify="flex-end" mt="md">
          <CopyButton value={link}>{({ copied, copy }) => <Button onClick={copy}>{copied ? 'Copied' : 'Copy the link'}</Button>}</CopyButton>
        </Group>
      </Modal>
    </>
  );
}
