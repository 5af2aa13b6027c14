// Makes src/api/generated/<service>.ts of each service's OpenAPI document, before every other command: what the app takes
// for granted and a service no longer says does not compile.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript';

const services = new URL('../../svc/', import.meta.url);
const made = new URL('../src/api/generated/', import.meta.url);

await mkdir(made, { recursive: true });
for (const name of await readdir(services)) {
  const contract = new URL(`${name}/src/main/resources/openapi/${name}.yaml`, services);
  if ((await readFile(contract).catch(() => undefined)) === undefined) {
    continue;
  }
  const file = new URL(`${name}.ts`, made);
  const types = COMMENT_HEADER + astToString(await openapiTS(contract));
  // Left alone when it is the same, so that nothing is built anew for it.
  if ((await readFile(file, 'utf8').catch(() => '')) !== types) {
    await writeFile(file, types);
  }
}
