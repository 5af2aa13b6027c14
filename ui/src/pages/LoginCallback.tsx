import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { finishLogIn, logIn } from '../api/session';
import { Failed, Loading } from '../components/Notice';
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
  return error === undefined ? (
    <Loading what="your session" />
  ) : (
    <Failed error={new Error('The login was not completed. Try once more.', { cause: error })} retry={() => void logIn()} />
  );
}
