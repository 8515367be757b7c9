// Long work in slices, so that requests are answered in between and an edit can outdate it. Knows nothing of what is done.

/** Time after which work makes room for others. */
const SLICE_MS = 80;

/** Steps that are done at once however long they take: what a keystroke causes is never put off. */
const LEAST_STEPS = 50;

export class SlicedWork {
  private readonly runs = new Map<string, symbol>();

  /** @param guard runs a slice and deals with what it throws */
  constructor(private readonly guard: (slice: () => void) => void) {}

  /**
   * Does work step by step. Work under the same name that began earlier and is not done yet is given up.
   * @param current whether the work is still wanted; asked before every slice but the first
   */
  run(name: string, current: () => boolean, steps: Iterator<void>): void {
    const run = Symbol(name);
    this.runs.set(name, run);
    const slice = (): void => {
      const end = performance.now() + SLICE_MS;
      for (let step = 0; step < LEAST_STEPS || performance.now() < end; step++) {
        if (steps.next().done === true) {
          this.runs.delete(name);
          return;
        }
      }
      setTimeout(() => {
        if (this.runs.get(name) === run && current()) this.guard(slice);
        else if (this.runs.get(name) === run) this.runs.delete(name);
      }, 0);
    };
    this.guard(slice);
  }
}
