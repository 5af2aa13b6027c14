import { CloseButton } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { keyNames, PLAYER_KEYS } from '../util/playerKeys';

export function PlayerHelp({ onClose }: { onClose: () => void }) {
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    close.current?.focus();
  }, []);
  return (
    <div className="player-help" role="dialog" aria-label="Keys">
      <CloseButton
        ref={close}
        className="player-help-close"
        variant="transparent"
        aria-label="Close"
        onClick={onClose}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.stopPropagation();
            onClose();
          }
        }}
      />
      <dl>
        {PLAYER_KEYS.map((key) => (
          <div key={key.does}>
            <dt>{keyNames(key)}</dt>
            <dd>{key.does}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
