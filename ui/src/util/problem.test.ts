import { describe, expect, it } from 'vitest';
import { Problem, problemFrom, sentenceOf } from './problem';

describe('sentenceOf', () => {
  it('says what the service said', () => {
    expect(sentenceOf(new Problem({ status: 409, title: 'Conflict', detail: 'This video is already published.' }))).toBe(
      'This video is already published.',
    );
  });

  it('adds what is wrong in each field', () => {
    const problem = new Problem({
      status: 400,
      detail: 'The video was not made.',
      errors: [{ pointer: '/title', detail: 'A title has at most 100 characters.' }],
    });
    expect(sentenceOf(problem)).toBe('The video was not made. A title has at most 100 characters.');
  });

  it('never shows a page that a proxy answered with', () => {
    expect(sentenceOf(problemFrom(502, '<html>Bad Gateway</html>', null))).toBe(
      'Matinee has a problem of its own right now. Try again in a moment.',
    );
  });

  it('tells how long to wait', () => {
    expect(sentenceOf(problemFrom(429, 'Too Many Requests', '7'))).toContain('7 seconds');
  });

  it('tells a quota from a rate limit', () => {
    const quota = '{"status":429,"detail":"You have begun as many uploads as one may within 24 hours."}';
    expect(sentenceOf(problemFrom(429, quota, '43200'))).toBe('You have begun as many uploads as one may within 24 hours.');
  });

  it('knows no answer from a bad one', () => {
    expect(sentenceOf(new TypeError('Failed to fetch'))).toContain('cannot be reached');
  });

  it('says that it took too long', () => {
    expect(sentenceOf(new DOMException('signal timed out', 'TimeoutError'))).toContain('too long');
  });

  it('reads the problem inside a failed upload', () => {
    const failure = Object.assign(new Error('tus: unexpected response'), {
      originalResponse: {
        getStatus: () => 413,
        getBody: () => '{"detail":"A file has at most 5 GB."}',
        getHeader: () => undefined,
      },
    });
    expect(sentenceOf(failure)).toBe('A file has at most 5 GB.');
  });
});
