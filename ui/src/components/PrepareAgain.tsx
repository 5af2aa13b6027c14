import { Button, Group } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { retryVideo } from '../api/catalog';
import { videoChanged } from '../api/renewals';
import type { Video } from '../api/types';
import { LinkButton } from './links';
import { InlineError } from './Notice';

/** What can be done about a film that failed: made again of the file that is there, or of another; nothing where no try would help. */
export function PrepareAgain({ video: { id, title, state, failure }, small = false }: { video: Video; small?: boolean }) {
  const client = useQueryClient();
  const prepare = useMutation({ mutationFn: () => retryVideo(id), onSuccess: () => videoChanged(client, id) });
  if (state !== 'failed' || failure?.retryable !== true) {
    return null;
  }
  const hasFile = !failure.code.startsWith('upload_');
  const upload = hasFile ? 'Upload another file' : 'Upload its file again';
  const size = small ? 'compact-sm' : 'sm';
  return (
    <>
      <Group gap={small ? 'xs' : 'md'}>
        {hasFile && (
          <Button
            size={size}
            loading={prepare.isPending}
            aria-label={small ? `Prepare it again: ${title}` : undefined}
            onClick={() => {
              prepare.mutate();
            }}
          >
            Prepare it again
          </Button>
        )}
        <LinkButton to="/upload" search={{ video: id }} variant="default" size={size} aria-label={small ? `${upload}: ${title}` : undefined}>
          {upload}
        </LinkButton>
      </Group>
      <InlineError error={prepare.error} />
    </>
  );
}
