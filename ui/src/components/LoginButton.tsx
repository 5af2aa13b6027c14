import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { logIn } from '../api/session';

export function LoginButton({ primary = false }: { primary?: boolean }) {
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);

  async function leave(): Promise<void> {
    setBusy(true);
    setFailed(false);
    try {
      await logIn();
    } catch {
      setFailed(true);
      setBusy(false);
    }
  }

  return (
    <>
      {failed && (
        <Text role="alert" c="red" size="sm">
          The login page cannot be reached. Try again in a moment.
        </Text>
      )}
      <Button variant={primary ? 'filled' : 'default'} loading={busy} onClick={() => void leave()}>
        Log in
      </Button>
    </>
  );
}
