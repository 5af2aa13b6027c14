import { Alert } from '@mantine/core';
import type { Away } from '../api/ops';
import { awaySentence } from '../util/away';

/** Who was asked and did not answer: what is shown is not all there is. */
export function AwayNotice({ away }: { away: readonly Away[] }) {
  const sentence = awaySentence(away);
  return sentence === undefined ? null : (
    <Alert className="away" color="orange" variant="light" role="status">
      {sentence}
    </Alert>
  );
}
