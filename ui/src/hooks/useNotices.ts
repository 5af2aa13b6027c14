import type { NotificationData } from '@mantine/notifications';
import { useSyncExternalStore } from 'react';
import { sentenceOf } from '../util/problem';

let wanted = false;
let changed: () => void = () => undefined;

function show(notice: NotificationData): void {
  wanted = true;
  changed();
  void import('@mantine/notifications').then(({ notifications }) => notifications.show(notice));
}

/** Whether there is something to say in passing: what says it comes with the first time, not with the first page. */
export function useNoticesWanted(): boolean {
  return useSyncExternalStore(
    (listener) => {
      changed = listener;
      return () => undefined;
    },
    () => wanted,
  );
}

/** Says what did not work, where there is no better place for it. */
export function tellFailure(error: unknown): void {
  show({ color: 'red', title: 'That did not work', message: sentenceOf(error) });
}

export function tell(message: string): void {
  show({ message });
}
