import { readFile } from 'node:fs/promises';
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript';
import { expect, it } from 'vitest';

it('the generated types are those of the contract (npm run api makes them)', async () => {
  const contract = new URL('../../../svc/catalog/src/main/resources/openapi/catalog.yaml', import.meta.url);
  const made = await readFile(new URL('./generated/catalog.ts', import.meta.url), 'utf8');
  expect(made).toBe(COMMENT_HEADER + astToString(await openapiTS(contract)));
});
