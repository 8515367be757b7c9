// Entry that VS Code calls for the end-to-end suite, in its extension host. Reports every test to the runner, which counts.
import Mocha from 'mocha';
import { reportResult } from './support';

/** Same contract for the desktop and for the workbench in a browser: resolves when all tests passed. */
export async function run(): Promise<void> {
  const grep = process.env.MOCHA_GREP;
  const mocha = new Mocha({ ui: 'tdd', timeout: 30_000, color: false, ...(grep === undefined ? {} : { grep }) });
  // The tests are part of this bundle, so mocha cannot load them as files: put its interface in place, then import them.
  mocha.suite.emit('pre-require', globalThis as unknown as Mocha.MochaGlobals, null, mocha);
  if (process.env.PODWRIGHT_YAML_SERVER !== undefined) await import('./neighbour.test');
  else {
    await import('./tutorial.test');
    await import('./navigation.test');
    await import('./authoring.test');
    await import('./timeline.test');
    await import('./view.test');
    await import('./compare.test');
    await import('./house.test');
  }
  mocha.reporter(silent);
  const reports: Promise<void>[] = [];
  await new Promise<void>((resolve, reject) => {
    const runner = mocha.run((failures) => {
      Promise.all(reports).then(() => (failures === 0 ? resolve() : reject(new Error(`${failures} failed`))), reject);
    });
    runner.on('pass', (test) => reports.push(reportResult({ title: test.fullTitle(), ok: true })));
    runner.on('fail', (test, error: Error) =>
      reports.push(reportResult({ title: test.fullTitle(), ok: false, error: error.stack ?? String(error) })),
    );
  });
}

/** A reporter that says nothing; the runner prints. */
class silent extends Mocha.reporters.Base {}
