import { expect, test } from 'vitest';
import { embedCode } from './embedCode';

test('embedCode_titleWithQuotes staysOneAttribute', () => {
  const code = embedCode('https://films.example/embed/1?t=3', '"><script>alert(1)</script> & more');
  expect(code).toContain('src="https://films.example/embed/1?t=3"');
  expect(code).toContain('title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; more"');
});
