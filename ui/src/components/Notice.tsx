import { Alert, Button, Loader, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { sentenceOf } from '../util/problem';
import { FilmIcon, WarningIcon } from './icons';

export function Loading({ what }: { what: string }) {
  return (
    <Stack align="center" className="notice" role="status">
      <Loader size="md" aria-hidden="true" />
      <Text c="dimmed">Loading {what}…</Text>
    </Stack>
  );
}

export function Failed({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  return (
    <Stack align="center" className="notice" role="alert">
      <ThemeIcon size="xl" radius="xl" variant="light" color="red">
        <WarningIcon />
      </ThemeIcon>
      <Text ta="center">{sentenceOf(error)}</Text>
      {retry !== undefined && (
        <Button variant="default" onClick={retry}>
          Try again
        </Button>
      )}
    </Stack>
  );
}

/** Nothing to show; `page` when it is all that a page has, so that its title is the page's. */
export function Empty({ title, page = false, icon, children }: { title: string; page?: boolean; icon?: ReactNode; children?: ReactNode }) {
  return (
    <Stack align="center" className="notice">
      <ThemeIcon size="xl" radius="xl" variant="light" aria-hidden="true">
        {icon ?? <FilmIcon />}
      </ThemeIcon>
      <Title order={page ? 1 : 2} size="h2" ta="center">
        {title}
      </Title>
      {children}
    </Stack>
  );
}

/** A failure beside what it concerns, where the rest of the page still works. */
export function InlineError({ error }: { error: unknown }) {
  return error === undefined || error === null ? null : (
    <Alert color="red" variant="light" role="alert" icon={<WarningIcon />} p="xs">
      {sentenceOf(error)}
    </Alert>
  );
}
