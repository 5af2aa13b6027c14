// Every dashboard as the files that Grafana is provisioned with.
import { join } from 'node:path';
import { cdn, product, slos } from './product.js';
import { encoders, gateway, kafka, overview, stores } from './platform.js';
import { services } from './services.js';

export const FOLDER = join(import.meta.dirname, '../../provisioning/dashboards');

/** Text of each file by its name. */
export function files(): Map<string, string> {
  const all = [overview, gateway, ...services, encoders, kafka, stores, cdn, product, slos].map((builder) => builder.build());
  return new Map(all.map((made) => [`${(made.uid ?? '').replace('matinee-', '')}.json`, `${JSON.stringify(made, null, 2)}\n`]));
}
