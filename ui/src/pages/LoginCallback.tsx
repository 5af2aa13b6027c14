import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { finishLogIn } from '../api/session';
import { LoginButton } from '../components/LoginButton';
import { Loading } from '../components/Notice';
import { useTitle } from '../hooks/useTitle';

// The code in the address is good for one exchange, so however often the page is drawn, it is exchanged once.
let exchange: Promise<string> | undefined;

export function LoginCallback() {
  useTitle('Logging in');
  const navigate = useNavigate();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    exchange ??= finishLogIn();
    exchange.then(
      (target) => {
        exchange = undefined;
        void navigate(target, { replace: true });
      },
      (failure: unknown) => {
        exchange = undefined;
        setError(failure);
      },
    );
  }, [navigate]);
  if (error === undefined) {
    return <Loading what="your session" />;
  }
  return (
    <div className="notice">
      <h1>The login was not completed</h1>
      <LoginButton primary />
    </div>
  );
}
