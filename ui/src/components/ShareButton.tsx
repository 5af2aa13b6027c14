import { Button, Checkbox, CopyButton, Group, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { clock } from '../util/format';
import { ShareIcon } from './icons';

/** The address of what is shown; of a film also from the second that is on the screen. */
export function ShareButton({ path, secondNow }: { path: string; secondNow?: () => number }) {
  const [at, setAt] = useState<number>();
  const [fromThere, setFromThere] = useState(false);
  const link = `${location.origin}${path}${fromThere && at !== undefined && at > 0 ? `?t=${at}` : ''}`;
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
        <Group justify="flex-end" mt="md">
          <CopyButton value={link}>{({ copied, copy }) => <Button onClick={copy}>{copied ? 'Copied' : 'Copy the link'}</Button>}</CopyButton>
        </Group>
      </Modal>
    </>
  );
}
