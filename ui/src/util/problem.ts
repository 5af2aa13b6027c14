/** What a service said went wrong, as `application/problem+json` (RFC 9457). */
export interface ProblemBody {
  status: number;
  title?: string;
  detail?: string;
  code?: string;
  trace_id?: string;
  errors?: { pointer: string; detail: string }[];
}

export class Problem extends Error {
  readonly body: ProblemBody;
  readonly retryAfterS: number | undefined;

  constructor(body: ProblemBody, retryAfterS?: number) {
    super(body.detail ?? body.title ?? `HTTP ${body.status}`);
    this.name = 'Problem';
    this.body = body;
    this.retryAfterS = retryAfterS;
  }

  get status(): number {
    return this.body.status;
  }
}

const BY_STATUS: Record<number, string> = {
  401: 'Your session has ended. Log in again to go on.',
  403: 'This is not yours to see or change.',
  404: 'This does not exist, or no longer does.',
  412: 'Somebody changed this in the meantime. Look at it again, then repeat your change.',
  413: 'This file is larger than Matinee takes.',
  507: 'Matinee has no room left for uploads at the moment.',
};

/** Reads a problem from an answer's text; an answer that carries none still becomes one. */
export function problemFrom(status: number, text: string, retryAfter: string | null | undefined): Problem {
  const seconds = Number.parseInt(retryAfter ?? '', 10);
  return new Problem(bodyFrom(status, text), Number.isNaN(seconds) ? undefined : seconds);
}

function bodyFrom(status: number, text: string): ProblemBody {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null) {
      return { ...(parsed as Partial<ProblemBody>), status };
    }
  } catch {
    // Not JSON: the gateway or a proxy answered. Its page is of no use to a reader.
  }
  return { status };
}

interface TusFailure {
  originalResponse: { getStatus(): number; getBody(): string; getHeader(name: string): string | undefined } | null;
}

function isTusFailure(error: unknown): error is Error & TusFailure {
  return error instanceof Error && 'originalResponse' in error;
}

/** The sentence that a person is shown for any failure. Every message of the app comes from here. */
export function sentenceOf(error: unknown): string {
  if (isTusFailure(error)) {
    const answer = error.originalResponse;
    return answer === null || answer.getStatus() === 0
      ? UNREACHABLE
      : sentenceOf(problemFrom(answer.getStatus(), answer.getBody(), answer.getHeader('Retry-After')));
  }
  if (error instanceof Problem) {
    return sentenceOfProblem(error);
  }
  if (error instanceof TypeError) {
    // What fetch throws when there was no answer at all.
    return UNREACHABLE;
  }
  if (isTimeout(error)) {
    return 'Matinee took too long to answer. Try again in a moment.';
  }
  return error instanceof Error && error.message !== '' ? error.message : 'Something went wrong. Try again.';
}

/** What was waited for long enough, so asking again at once is of no use. */
export const isTimeout = (error: unknown): boolean => error instanceof DOMException && error.name === 'TimeoutError';

const UNREACHABLE = 'Matinee cannot be reached. Check your connection and try again.';

function sentenceOfProblem({ body, status, retryAfterS }: Problem): string {
  const fields = (body.errors ?? []).map((field) => field.detail).join(' ');
  const said = [body.detail, fields].filter((part) => part !== undefined && part !== '').join(' ');
  if (said !== '') {
    return said;
  }
  if (status === 429) {
    return `That was too much at once. Try again in ${retryAfterS ?? 'a few'} seconds.`;
  }
  return BY_STATUS[status] ?? (status >= 500 ? 'Matinee has a problem of its own right now. Try again in a moment.' : (body.title ?? 'That did not work.'));
}
