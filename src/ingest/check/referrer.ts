// Where a visitor or a script came from: an address that is cut when it is too long, because it names no page of ours.

import { withoutSecrets } from '../../lib/url-secrets.ts';
import { longText, type Reader } from './values.ts';

export const referrer: Reader<string> = (value, name, finding) => {
  const found = longText(value, name, finding);
  return found === undefined ? undefined : withoutSecrets(found);
};
