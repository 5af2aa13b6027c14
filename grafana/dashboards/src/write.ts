import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FOLDER, files } from './all.js';

mkdirSync(FOLDER, { recursive: true });
for (const [name, text] of files()) {
  writeFileSync(join(FOLDER, name), text);
}
