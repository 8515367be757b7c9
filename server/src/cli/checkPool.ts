// Many files checked by several threads, their outcomes in the order of the files. A thread is this very program again.
import { availableParallelism } from 'node:os';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import type { Texts } from '../text/texts';
import type { Arguments } from './arguments';
import { checkFile, type Outcome, settingsFrom } from './checkFile';
import { cliLanguage, loadTexts } from './io';

/** Fewer files are done before a second thread would have started. */
const WORTH_THREADS = 60;
/** Files a thread gets at a time, and how many such batches may wait: memory stays the same for any number of files. */
const BATCH = 16;
const WAITING = 4;
const MOST_THREADS = 8;

interface Job {
  readonly values: Arguments['values'];
}

/** The outcomes of files in their order. */
export async function* outcomesOf(
  files: Iterable<string>,
  values: Arguments['values'],
  texts: Texts,
): AsyncGenerator<Outcome> {
  const iterator = files[Symbol.iterator]();
  const first = take(iterator, WORTH_THREADS);
  const threads = first.length < WORTH_THREADS ? 1 : Math.min(availableParallelism(), MOST_THREADS);
  const settingsOf = settingsFrom(values);
  if (threads === 1 || first.includes('-')) {
    for (const file of first) yield* checkFile(file, settingsOf, texts);
    for (let next = iterator.next(); next.done !== true; next = iterator.next()) {
      yield* checkFile(next.value, settingsOf, texts);
    }
    return;
  }
  const pool = Array.from({ length: threads }, () => new Thread({ values }));
  try {
    yield* inOrder(pool, batches(first, iterator));
  } finally {
    for (const thread of pool) thread.end();
  }
}

function take(iterator: Iterator<string>, most: number): string[] {
  const taken: string[] = [];
  while (taken.length < most) {
    const next = iterator.next();
    if (next.done === true) break;
    taken.push(next.value);
  }
  return taken;
}

function* batches(first: readonly string[], iterator: Iterator<string>): Generator<readonly string[]> {
  for (let at = 0; at < first.length; at += BATCH) yield first.slice(at, at + BATCH);
  for (let batch = take(iterator, BATCH); batch.length > 0; batch = take(iterator, BATCH)) yield batch;
}

async function* inOrder(pool: readonly Thread[], work: Iterator<readonly string[]>): AsyncGenerator<Outcome> {
  const queue: Promise<readonly Outcome[]>[] = [];
  for (;;) {
    while (queue.length < pool.length * WAITING) {
      const next = work.next();
      if (next.done === true) break;
      const idlest = pool.reduce((best, one) => (one.waiting < best.waiting ? one : best));
      queue.push(idlest.check(next.value));
    }
    const head = queue.shift();
    if (head === undefined) return;
    yield* await head;
  }
}

class Thread {
  waiting = 0;
  private readonly worker: Worker;
  private readonly answers: { resolve: (outcomes: readonly Outcome[]) => void; reject: (error: unknown) => void }[] =
    [];

  constructor(job: Job) {
    this.worker = new Worker(__filename, { workerData: job, argv: process.argv.slice(2) });
    this.worker.on('message', (outcomes: readonly Outcome[]) => {
      this.waiting--;
      this.answers.shift()?.resolve(outcomes);
    });
    this.worker.on('error', (error) => {
      for (const { reject } of this.answers.splice(0)) reject(error);
    });
  }

  check(files: readonly string[]): Promise<readonly Outcome[]> {
    this.waiting++;
    this.worker.postMessage(files);
    return new Promise((resolve, reject) => this.answers.push({ resolve, reject }));
  }

  end(): void {
    void this.worker.terminate();
  }
}

/** What a thread does: answers batches of files until it is ended. */
export function serveChecks(): void {
  const { values } = workerData as Job;
  const texts = loadTexts(cliLanguage(values['--language']));
  const settingsOf = settingsFrom(values);
  parentPort?.on('message', (files: readonly string[]) => {
    parentPort?.postMessage(files.flatMap((file) => [...checkFile(file, settingsOf, texts)]));
  });
}
