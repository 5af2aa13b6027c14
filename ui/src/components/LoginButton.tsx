import { useState } from 'react';
import { logIn } from '../api/session';
import { InlineError } from './Notice';

export function LoginButton({ primary = false }: { primary?: boolean }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  async function leave(): Promise<void> {
    setBusy(true);
    setError(undefined);
    try {
      await logIn();
    } catch (failure) {
      setError(new Error('The login page cannot be reached. Try again in a moment.', { cause: failure }));
      setBusy(false);
    }
  }

  return (
    <>
      <InlineError error={error} />
      <button type="button" className={primary ? 'button primary' : 'button'} disabled={busy} onClick={() => void leave()}>
        Log in
      </button>
    </>
  );
}
