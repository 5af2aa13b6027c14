import { ActionIcon, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Visibility } from '../api/types';
import type { Shown } from '../util/shown';
import { ConfirmDialog } from './ConfirmDialog';
import { TrashIcon } from './icons';
import { InlineError } from './Notice';
import { Poster } from './Poster';
import { VisibilitySelect } from './VisibilitySelect';

interface Props {
  shown: Shown;
  visibility: Visibility;
  /** Has what shows it asked for anew. */
  renew: () => Promise<unknown>;
  /** What is lost with it, said before it is deleted. */
  lost: string;
  change: (visibility: Visibility) => Promise<{ visibility: Visibility }>;
  remove: () => Promise<unknown>;
  children: ReactNode;
}

/** One thing that the member made: who may see it, and its end. */
export function OwnRow({ shown, visibility, renew, lost, change, remove, children }: Props) {
  const [asking, setAsking] = useState(false);
  const changing = useMutation({ mutationFn: change, onSuccess: renew });
  const removing = useMutation({
    mutationFn: remove,
    onSuccess: renew,
    onSettled: () => {
      setAsking(false);
    },
  });
  const busy = changing.isPending || removing.isPending;
  return (
    <li className="row" aria-label={shown.title}>
      <PageLink shown={shown} hidden>
        <Poster kind={shown.kind} src={shown.poster} durationMs={shown.durationMs} />
      </PageLink>
      <Stack gap={4} className="row-text">
        <h2>
          <PageLink shown={shown}>{shown.title}</PageLink>
        </h2>
        {children}
        <InlineError error={changing.error ?? removing.error} />
      </Stack>
      <div className="row-actions">
        <VisibilitySelect
          label={`Visibility of ${shown.title}`}
          value={changing.data?.visibility ?? visibility}
          disabled={busy}
          compact
          onChange={(wanted) => {
            changing.mutate(wanted);
          }}
        />
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={`Delete ${shown.title}`}
          disabled={busy}
          onClick={() => {
            setAsking(true);
          }}
        >
          <TrashIcon />
        </ActionIcon>
      </div>
      {asking && (
        <ConfirmDialog
          title={`Delete “${shown.title}”?`}
          confirm="Delete for good"
          busy={busy}
          onConfirm={() => {
            removing.mutate();
          }}
          onCancel={() => {
            setAsking(false);
          }}
        >
          <p>{lost}</p>
        </ConfirmDialog>
      )}
    </li>
  );
}

/** Hidden where the same link stands beside it in words. */
function PageLink({ shown: { kind, id }, hidden = false, children }: { shown: Shown; hidden?: boolean; children: ReactNode }) {
  const aside = hidden ? ({ tabIndex: -1, 'aria-hidden': true } as const) : {};
  return kind === 'album' ? (
    <Link to="/album/$albumId" params={{ albumId: id }} {...aside}>
      {children}
    </Link>
  ) : (
    <Link to="/watch/$videoId" params={{ videoId: id }} {...aside}>
      {children}
    </Link>
  );
}
