// Virtual time and the tasks that live in it. Knows nothing of pods.
// The clock counts whole microseconds, because the kubelet's on-demand relist comes a moment after the sync that asks
// for it and needs a place between two milliseconds; everything that leaves the engine is in whole milliseconds.

/** One microsecond of virtual time; the unit of `Clock.nowUs`. */
export const US = 1;
/** Microseconds in a millisecond. */
export const MS = 1_000;
/** Microseconds in a second. */
export const SECOND = 1_000_000;

/** Something a task can wait for. It stays fired until it is cleared, so a signal sent early is not lost. */
export class Signal {
  fired = false;
  readonly waiters: Waiter[] = [];
}

/** Work for a task that does one thing after the other, from several channels. */
export class Mailbox {
  readonly queue: { readonly channel: string; readonly run: () => void }[] = [];
  busy = false;
}

/** What a task waits for: the first of a moment and some signals. */
export interface Wait {
  /** Moment in microseconds. */
  readonly until?: number;
  readonly on?: readonly Signal[];
}

/** Which signal of the wait has fired; TIMEOUT when its time was up. */
export type Wake = number;
export const TIMEOUT = -1;

/** A thread of the kubelet: a generator that yields what it waits for. */
export type Task<T = void> = Generator<Wait, T, Wake>;

interface Waiter {
  readonly task: Task<unknown>;
  readonly on: readonly Signal[];
  done: boolean;
}

interface Timer {
  readonly atUs: number;
  readonly order: number;
  readonly seq: number;
  readonly run: () => void;
  /** A wait that has ended otherwise: the timer is stale. */
  readonly waiter?: Waiter;
}

/**
 * Order of timers of one instant. In the real kubelet such a tie is a race; here a change of the runtime comes before
 * the relist that could see it.
 */
export const order = { change: 0, wait: 1, tick: 2, relist: 3 } as const;

/** Deterministic scheduler: tasks run one at a time, time moves only when all of them wait. */
export class Clock {
  nowUs = 0;
  private seq = 0;
  private stopped = false;
  private left: number;
  private readonly heap: Timer[] = [];
  private next: (() => void) | undefined;
  private readonly ready: (() => void)[] = [];
  private readonly draw: ((n: number) => number) | undefined;

  /** Without a seed things of one instant keep the order above; with one their order is drawn, as in the real kubelet. */
  constructor(tieSeed?: number, steps = 3_000_000) {
    this.left = steps;
    this.draw = tieSeed === undefined ? undefined : drawer(tieSeed);
  }

  /** Starts a task; it begins when the running one waits. */
  spawn(task: Task<unknown>): void {
    this.soon(() => this.step(task, TIMEOUT));
  }

  /**
   * Runs `run` when the running task waits, still in this instant. As in Go's scheduler the one made ready last comes
   * first, and those before it keep their order: it decides which wishes of one instant are merged into one sync.
   */
  soon(run: () => void): void {
    if (this.next !== undefined) this.ready.push(this.next);
    this.next = run;
  }

  /** Runs `run` at a moment (not before now), in microseconds; never when the moment is no finite number. */
  at(atUs: number, run: () => void, place: number = order.change): void {
    if (Number.isFinite(atUs)) this.push({ atUs: Math.max(atUs, this.nowUs), order: place, seq: this.seq++, run });
  }

  /** Fires a signal for good and wakes everybody who waits for it. */
  fire(signal: Signal): void {
    signal.fired = true;
    for (const waiter of signal.waiters.splice(0)) this.wake(waiter, signal);
  }

  /** Sends one token, as to a channel that holds one: to a task that waits, else it is kept for the next wait. */
  send(signal: Signal): void {
    for (;;) {
      const waiter = signal.waiters.shift();
      if (waiter === undefined) break;
      if (this.wake(waiter, signal)) return;
    }
    signal.fired = true;
  }

  /** Puts work into a mailbox, which is worked off by one task; each channel keeps its order. */
  post(mailbox: Mailbox, channel: string, run: () => void): void {
    mailbox.queue.push({ channel, run });
    if (mailbox.busy) return;
    mailbox.busy = true;
    this.soon(() => {
      while (!this.stopped && mailbox.queue.length > 0) this.take(mailbox).run();
      mailbox.busy = false;
    });
  }

  private take(mailbox: Mailbox): { readonly run: () => void } {
    const { queue } = mailbox;
    if (this.draw === undefined) return queue.shift()!;
    const channel = queue[this.draw(queue.length)]!.channel;
    return queue.splice(
      queue.findIndex((work) => work.channel === channel),
      1,
    )[0]!;
  }

  /** Ends `run` after the event at hand. */
  stop(): void {
    this.stopped = true;
  }

  /** Decides a race that the engine does not play out: false without a seed. */
  toss(): boolean {
    return this.draw !== undefined && this.draw(2) === 1;
  }

  /** True when the limit of steps has ended the run. */
  get exhausted(): boolean {
    return this.left < 0;
  }

  /** Runs until nothing is left to do before `untilUs` (exclusive), or the limit of steps is reached. */
  run(untilUs: number): void {
    while (!this.stopped) {
      this.drain();
      const timer = this.heap[0];
      if (timer === undefined || timer.atUs >= untilUs) return;
      this.nowUs = timer.atUs;
      this.fireTimers();
    }
  }

  /** Timers of one instant all go off before anything runs. */
  private fireTimers(): void {
    const first = this.ready.length;
    for (;;) {
      const timer = this.heap[0];
      if (timer === undefined || timer.atUs > this.nowUs) break;
      this.pop();
      if (timer.waiter?.done === true) continue;
      if (timer.waiter !== undefined) timer.waiter.done = true;
      this.ready.push(timer.run);
    }
    if (this.draw === undefined) return;
    for (let i = this.ready.length - 1; i > first; i--) {
      const j = first + this.draw(i - first + 1);
      [this.ready[i], this.ready[j]] = [this.ready[j]!, this.ready[i]!];
    }
  }

  /** Which of several things that are ready at once is taken: the first, or one drawn. */
  private choose(ready: readonly number[]): number {
    return ready[this.draw === undefined ? 0 : this.draw(ready.length)]!;
  }

  private drain(): void {
    while (!this.stopped) {
      if (--this.left < 0) {
        this.stop();
        return;
      }
      const run = this.next;
      if (run !== undefined) {
        this.next = undefined;
        run();
        continue;
      }
      const queue = this.ready;
      if (queue.length === 0) return;
      queue.shift()!();
    }
  }

  private wake(waiter: Waiter, signal: Signal): boolean {
    if (waiter.done) return false;
    waiter.done = true;
    const index = waiter.on.indexOf(signal);
    this.soon(() => this.step(waiter.task, index));
    return true;
  }

  private step(task: Task<unknown>, wake: Wake): void {
    let value = wake;
    for (;;) {
      if (this.stopped) return;
      const next = task.next(value);
      if (next.done === true) return;
      const wait = next.value;
      const on = wait.on ?? [];
      const ready: Wake[] = [];
      on.forEach((signal, i) => {
        if (signal.fired) ready.push(i);
      });
      if (wait.until !== undefined && wait.until <= this.nowUs) ready.push(TIMEOUT);
      if (ready.length === 0) {
        this.park(task, wait, on);
        return;
      }
      value = ready.length === 1 ? ready[0]! : this.choose(ready);
    }
  }

  private park(task: Task<unknown>, wait: Wait, on: readonly Signal[]): void {
    const waiter: Waiter = { task, on, done: false };
    for (const signal of on) {
      if (signal.waiters.length > 8) compact(signal.waiters);
      signal.waiters.push(waiter);
    }
    if (wait.until === undefined) return;
    this.push({
      atUs: wait.until,
      order: order.wait,
      seq: this.seq++,
      waiter,
      run: () => this.step(task, TIMEOUT),
    });
  }

  private push(timer: Timer): void {
    const heap = this.heap;
    let i = heap.length;
    heap.push(timer);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!before(timer, heap[parent]!)) break;
      heap[i] = heap[parent]!;
      i = parent;
    }
    heap[i] = timer;
  }

  private pop(): void {
    const heap = this.heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
      if (!before(heap[child]!, last)) break;
      heap[i] = heap[child]!;
      i = child;
    }
    heap[i] = last;
  }
}

/** A wait for a span of virtual time, in microseconds. */
export function sleep(clock: Clock, us: number): Wait {
  return { until: clock.nowUs + us };
}

function before(a: Timer, b: Timer): boolean {
  if (a.atUs !== b.atUs) return a.atUs < b.atUs;
  if (a.order !== b.order) return a.order < b.order;
  return a.seq < b.seq;
}

/** Numbers below n from a seed (mulberry32). */
function drawer(seed: number): (n: number) => number {
  let a = seed >>> 0;
  return (n) => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

/** Drops waits that have ended by another signal or by time, so that a signal rarely fired does not collect them. */
function compact(waiters: Waiter[]): void {
  let kept = 0;
  for (const waiter of waiters) {
    if (!waiter.done) waiters[kept++] = waiter;
  }
  waiters.length = kept;
}
