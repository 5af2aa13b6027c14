import { CloseButton } from '@mantine/core';
import { keyNames, PLAYER_KEYS } from '../util/playerKeys';

export function PlayerHelp({ onClose }: { onClose: () => void }) {
  return (
    <div className="player-help" role="dialog" aria-label="Keys">
      <CloseButton className="player-help-close" variant="transparent" aria-label="Close" onClick={onClose} />
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
