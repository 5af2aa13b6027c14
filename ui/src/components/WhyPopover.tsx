import { Popover, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import type { FeedItem } from '../api/types';

/** Why something is where it is: in words, and what the ranker looked at. */
export default function WhyPopover({ item, children }: { item: FeedItem; children: ReactElement }) {
  const { words, features, score, ranker } = item.reason;
  return (
    <Popover defaultOpened width={280} withArrow trapFocus shadow="md">
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown>
        <Text size="sm">{words}</Text>
        <dl className="facts">
          {Object.entries(features).map(([name, value]) => (
            <div key={name}>
              <dt>{name.replace(/_/g, ' ')}</dt>
              <dd>{value.toLocaleString('en', { maximumSignificantDigits: 3 })}</dd>
            </div>
          ))}
          <div>
            <dt>score by “{ranker}”</dt>
            <dd>{score.toLocaleString('en', { maximumSignificantDigits: 3 })}</dd>
          </div>
        </dl>
      </Popover.Dropdown>
    </Popover>
  );
}
