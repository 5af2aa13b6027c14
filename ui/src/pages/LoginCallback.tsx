import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { finishLogIn } from '../api/session';
import { LoginButton } from '../components/LoginButton';
import { Empty, Loading } from '../components/Notice';
import { useTitle } from '../hooks/useTitle';

// The code in the address is good for one exchange, so however often the page is drawn, it is exchanged once.
let exchange: Promise<string> | undefined;

export function LoginCallback() {
  useTitle('Logging in');
  const navigate = useNavigate();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    exchange ??= finishLogIn();
    exchange.then(
      (target) => {
        exchange = undefined;
        void navigate({ href: target, replace: true });
      },
      () => {
        exchange = undefined;
        setFailed(true);
      },
    );
  }, [navigate]);
  return failed ? (
    <Empty page title="The login was not completed">
      <LoginButton primary />
    </Empty>
  ) : (
    <Loading what="your session" />
  );
}
