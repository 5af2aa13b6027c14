import { until } from './steps.mjs';

const whole = new Intl.NumberFormat('en');
const PATIENCE_MS = 60_000;

/** Opens a part of the operations page; tells what its API answered, the last time that it did. */
async function openPart(page, base, show, path) {
  let last;
  const listen = async (response) => {
    if (new URL(response.url()).pathname === `/api/ops/v1/${path}` && response.request().method() === 'GET') {
      last = { status: response.status(), text: await response.text().catch(() => '') };
    }
  };
  page.on('response', listen);
  await page.goto(`${base}/operations?show=${show}`);
  return {
    answered: () => (last?.status === 200 && last.text !== '' ? JSON.parse(last.text) : undefined),
    trouble: () => (last === undefined ? `${path} was not asked` : `${path} answered ${last.status}: ${last.text}`),
    close: () => page.off('response', listen),
  };
}

/** Numbers whole, and words where something else may follow them, such as why a service is not well. */
const says = (cell, word) => cell === word || (!/^[\d,]+$/.test(word) && cell.startsWith(word));

/** Each row of a table is what the API said of it: numbers go on changing, so until both say the same. */
async function sameAsTheApi(page, base, { show, path, table, key, words, enough, of = ({ data }) => data }) {
  const part = await openPart(page, base, show, path);
  try {
    await until(
      `${show} as the API tells it`,
      PATIENCE_MS,
      async () => {
        const answer = part.answered();
        if (answer === undefined) {
          return [part.trouble()];
        }
        const rows = await page.getByRole('table', { name: table }).locator('tbody tr').evaluateAll((all) => all.map((row) => [row.dataset.row, [...row.cells].map((cell) => cell.textContent)]));
        const shown = new Map(rows);
        const told = of(answer);
        const wrong = told.filter((one) => !words(one).every((word) => shown.get(key(one))?.some((cell) => says(cell, word)))).map(key);
        return [
          ...answer.away.map(({ detail }) => detail),
          ...(rows.length === told.length ? [] : [`${rows.length} rows of ${told.length}`]),
          ...(enough(told) ? [] : ['too few']),
          ...wrong,
        ];
      },
      (faults) => faults.length === 0,
    );
  } finally {
    part.close();
  }
}

/** What runs, as the operations page has it and as ops tells it. */
export async function showsTheHouse(steps, page, base) {
  await steps.run('an operator sees every service that Consul knows', () =>
    sameAsTheApi(page, base, {
      show: 'services',
      path: 'services',
      table: 'Instances of services',
      key: ({ service, id }) => `${service} ${id}`,
      words: ({ status, address, port, node }) => [status, port === 0 ? address : `${address}:${port}`, node],
      enough: (all) => ['catalog', 'kafka', 'ops', 'traefik'].every((name) => all.some(({ service }) => service === name)),
    }),
  );
  await steps.run('… every job of Nomad, with how many of it run', async () => {
    await sameAsTheApi(page, base, {
      show: 'jobs',
      path: 'jobs',
      table: 'Jobs',
      key: ({ name }) => name,
      words: ({ status, running, desired, allocations }) => [status, `${running} of ${desired}`, ...allocations.slice(0, 1).map(({ id, status: state }) => `${id.slice(0, 8)} ${state} on`)],
      enough: (all) => all.some(({ name, running, allocations }) => name === 'ops' && running >= 1 && allocations.some(({ status }) => status === 'running')),
    });
  });
  await steps.run('… and how far behind each group is, the encoders’ shared work too', () =>
    sameAsTheApi(page, base, {
      show: 'queues',
      path: 'queues',
      table: 'Queues',
      key: ({ group, topic }) => `${group} ${topic}`,
      words: ({ topic, lag, members }) => [topic, whole.format(lag), String(members)],
      enough: (all) => all.some(({ group, kind }) => group === 'encoder-workers' && kind === 'share') && all.some(({ group, kind }) => group === 'search' && kind === 'consumer'),
    }),
  );
  await steps.run('… the boxes of dead letters', () =>
    sameAsTheApi(page, base, {
      show: 'letters',
      path: 'dead-letters',
      table: 'Boxes of dead letters',
      key: ({ topic, group }) => `${topic}/${group}`,
      words: ({ waiting, kept }) => [whole.format(waiting), whole.format(kept)],
      enough: (all) => all.length > 0,
    }),
  );
  await steps.run('… what takes room, and finds a member', async () => {
    await sameAsTheApi(page, base, {
      show: 'storage',
      path: 'storage',
      table: 'Indices',
      of: ({ data }) => data.filter(({ kind }) => kind === 'index'),
      key: ({ name }) => name,
      words: ({ name, things }) => [name, whole.format(things)],
      enough: (all) => all.length > 0,
    });
    await page.goto(`${base}/operations?show=users`);
    await page.getByRole('textbox', { name: 'Name or address' }).fill('vera');
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    await page.waitForURL(/q=vera/);
    await page.getByRole('table', { name: 'Users' }).getByText('vera@matinee.test').waitFor();
    await page.getByRole('button', { name: 'Lock out vera' }).waitFor();
  });
}
