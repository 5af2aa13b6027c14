import { Button, Title } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { forget, forgetAll, historyQuery } from '../api/social';
import { CardGrid } from '../components/CardGrid';
import { ConfirmDialog } from '../components/ConfirmDialog';
import { CardSkeletons, ContentCard } from '../components/ContentCard';
import { LoginNeeded } from '../components/LoginNeeded';
import { Empty } from '../components/Notice';
import { Pages } from '../components/Pages';
import { tellFailure } from '../hooks/useNotices';
import { useNow } from '../hooks/useNow';
import { useTitle } from '../hooks/useTitle';
import { useVisit } from '../hooks/useVisit';
import { ofVideo } from '../util/shown';

export function History() {
  useTitle('History');
  useVisit('history');
  return (
    <LoginNeeded to="see what you watched">
      <Watched />
    </LoginNeeded>
  );
}

function Watched() {
  const client = useQueryClient();
  const now = useNow();
  const history = useInfiniteQuery(historyQuery);
  const [asking, setAsking] = useState(false);
  const renew = () => client.invalidateQueries({ queryKey: historyQuery.queryKey });
  const one = useMutation({ mutationFn: forget, onSuccess: renew, onError: tellFailure });
  const all = useMutation({ mutationFn: forgetAll, onSuccess: renew, onError: tellFailure, onSettled: () => { setAsking(false); } });
  return (
    <>
      <header className="page-head">
        <Title>History</Title>
        <Button variant="default" onClick={() => { setAsking(true); }}>
          Forget all of it
        </Button>
      </header>
      <Pages query={history} what="what you watched" waiting={<CardSkeletons />} empty={<Empty title="You have watched nothing yet"><p>What you watch while you are logged in is listed here.</p></Empty>}>
        {(items) => (
          <CardGrid page="history" place="history">
            {items.map(({ id, video, at, position_ms, duration_ms, finished }) =>
              video === undefined ? null : (
                <ContentCard
                  key={id}
                  shown={{ ...ofVideo(video), at }}
                  now={now}
                  watched={finished || duration_ms === 0 ? 1 : position_ms / duration_ms}
                >
                  <Button variant="subtle" color="gray" size="compact-xs" aria-label={`Forget that you watched ${video.title}`} onClick={() => { one.mutate(id); }}>
                    Forget
                  </Button>
                </ContentCard>
              ),
            )}
          </CardGrid>
        )}
      </Pages>
      {asking && (
        <ConfirmDialog title="Forget all that you watched?" confirm="Forget it" busy={all.isPending} onConfirm={() => { all.mutate(); }} onCancel={() => { setAsking(false); }}>
          <p>Your places in films go too, and cannot be brought back.</p>
        </ConfirmDialog>
      )}
    </>
  );
}
