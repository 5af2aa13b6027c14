// What holds for every dashboard; prints one line for each that passed, and ends with 1 when any did not.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { FOLDER, files } from './all.js';
import { serviceNames } from './services.js';

interface Made { uid: string; title: string; panels: Panel[] }

let failed = 0;
function check(name: string, problems: string[]): void {
  console.log(`${problems.length === 0 ? 'ok' : 'FAILED'} ${name}${problems.map((problem) => `\n    ${problem}`).join('')}`);
  failed += problems.length === 0 ? 0 : 1;
}

const made = files();
const there = new Set(readdirSync(FOLDER).filter((name) => name.endsWith('.json')));
check('the files are what npm run build writes', [...new Set([...made.keys(), ...there])].filter(
  (name) => !there.has(name) || made.get(name) !== readFileSync(join(FOLDER, name), 'utf8')));

const boards = [...made.values()].map((text) => JSON.parse(text) as Made);
const uids = boards.map((board) => board.uid);
check('each service has a dashboard of its name', serviceNames.filter((name) => !uids.includes(`matinee-${name}`)));
check('uids are of their own', uids.filter((uid, i) => uids.indexOf(uid) !== i || !/^matinee-[a-z-]+$/.test(uid)));
for (const board of boards) {
  const panels = board.panels.filter((panel) => panel.type !== 'row');
  const places = new Set<string>();
  check(board.title, panels.flatMap((panel) => {
    const problems: string[] = [];
    const place = `${panel.gridPos?.x} ${panel.gridPos?.y}`;
    if (places.has(place)) problems.push('lies on another');
    places.add(place);
    if (!panel.description) problems.push('has no description');
    if (!panel.fieldConfig?.defaults?.unit) problems.push('has no unit');
    if (!panel.targets?.length) problems.push('asks nothing');
    if (!['prometheus', 'logs'].includes(panel.datasource?.uid ?? '')) problems.push('asks nobody');
    return problems.map((problem) => `${panel.title}: ${problem}`);
  }));
}
process.exit(failed === 0 ? 0 : 1);
