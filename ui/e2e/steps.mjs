/** Runs a story's steps in order, tells each, and counts. After a step that fails, those that build on it are failed too. */
export class Steps {
  passed = 0;
  failed = 0;
  broken = false;

  constructor(onFailure) {
    this.onFailure = onFailure;
  }

  async run(name, action) {
    if (this.broken) {
      this.failed += 1;
      console.log(`  fail  ${name} (not reached)`);
      return undefined;
    }
    const begun = performance.now();
    try {
      const value = await action();
      this.passed += 1;
      console.log(`  ok    ${name} (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
      return value;
    } catch (error) {
      this.failed += 1;
      this.broken = true;
      console.log(`  fail  ${name}\n        ${String(error?.message ?? error).split('\n').join('\n        ')}`);
      await this.onFailure(name);
      return undefined;
    }
  }

  close() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    process.exitCode = this.failed === 0 && this.passed > 0 ? 0 : 1;
  }
}

/** Asks until the answer satisfies, or fails with the last answer. */
export async function until(what, timeoutMs, ask, satisfies) {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (satisfies(answer)) {
      return answer;
    }
    if (performance.now() > deadline) {
      throw new Error(`${what}: still ${JSON.stringify(answer)} after ${timeoutMs / 1000} s`);
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

export function assert(condition, what) {
  if (!condition) {
    throw new Error(what);
  }
}
