import { UnstyledButton } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { FeedItem } from '../api/types';
import { InfoIcon } from './icons';

const WhyPopover = lazy(() => import('./WhyPopover'));

/** Tells whoever asks why something is where it is. */
export function Why({ item }: { item: FeedItem }) {
  const [asked, setAsked] = useState(false);
  const button = (
    <UnstyledButton
      className="why"
      aria-haspopup="dialog"
      aria-label={`Why this: “${item.title}”`}
      onClick={() => {
        setAsked(true);
      }}
    >
      <InfoIcon /> Why this
    </UnstyledButton>
  );
  return asked ? (
    <Suspense fallback={button}>
      <WhyPopover item={item}>{button}</WhyPopover>
    </Suspense>
  ) : (
    button
  );
}
