import { Button, Group, Modal, NativeSelect, Stack, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { catalog, value } from '../api/http';
import type { Report } from '../api/types';
import { useAsMember } from '../hooks/useAsMember';
import { tell } from '../hooks/useNotices';
import { FlagIcon } from './icons';
import { InlineError } from './Notice';

const REASONS: { value: Report['reason']; label: string }[] = [
  { value: 'spam', label: 'Spam or misleading' },
  { value: 'harassment', label: 'Harassment' },
  { value: 'hate', label: 'Hate' },
  { value: 'violence', label: 'Violence' },
  { value: 'sexual', label: 'Sexual content' },
  { value: 'child_safety', label: 'A child is in danger' },
  { value: 'self_harm', label: 'Self-harm' },
  { value: 'misinformation', label: 'Misinformation' },
  { value: 'impersonation', label: 'Impersonation' },
  { value: 'copyright', label: 'Copyright' },
  { value: 'privacy', label: 'Privacy' },
  { value: 'other', label: 'Something else' },
];

interface Props {
  kind: Report['target_kind'];
  id: string;
  compact?: boolean;
}

/** Tells the moderators of something. */
export function ReportButton({ kind, id, compact = false }: Props) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState<Report['reason']>('spam');
  const [text, setText] = useState('');
  const asMember = useAsMember();
  const report = useMutation({
    mutationFn: () => value(catalog.POST('/reports', { body: { target_kind: kind, target_id: id, reason, ...(text === '' ? {} : { text }) } })),
    onSuccess: () => {
      setOpen(false);
      tell('Thank you. The moderators will look at it.');
    },
  });
  return (
    <>
      <Button
        variant="subtle"
        color="gray"
        size={compact ? 'compact-xs' : 'sm'}
        leftSection={compact ? undefined : <FlagIcon />}
        onClick={() => {
          asMember(() => {
            setOpen(true);
          });
        }}
      >
        Report
      </Button>
      <Modal
        opened={open}
        onClose={() => {
          setOpen(false);
        }}
        title={`Report this ${kind}`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            report.mutate();
          }}
        >
          <Stack>
            <NativeSelect
              label="What is wrong with it"
              data={REASONS}
              value={reason}
              onChange={(event) => {
                setReason(event.currentTarget.value as Report['reason']);
              }}
            />
            <Textarea
              label="Anything the moderators should know"
              maxLength={2000}
              rows={3}
              value={text}
              onChange={(event) => {
                setText(event.currentTarget.value);
              }}
            />
            <InlineError error={report.error} />
            <Group justify="flex-end">
              <Button type="submit" loading={report.isPending}>
                Report it
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
