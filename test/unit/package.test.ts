// What is shipped: the same bytes from the same source, within a budget, with the licences of what is inside.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import { describe, expect, it } from 'vitest';
// @ts-expect-error: a build script in plain JavaScript
import { bundles } from '../../scripts/build.mjs';
// @ts-expect-error: a build script in plain JavaScript
import { NOTICES, notices } from '../../scripts/licences.mjs';
import { textFiles } from '../support/texts';

interface Built {
  readonly name: string;
  readonly hash: string;
  readonly gzippedBytes: number;
}

async function build(): Promise<readonly Built[]> {
  const jobs: readonly esbuild.BuildOptions[] = bundles({ production: true });
  const results = await Promise.all(
    jobs.map(async (job) => ({ name: String(job.outfile), ...(await esbuild.build({ ...job, write: false })) })),
  );
  return results.map(({ name, outputFiles = [] }) => {
    const bytes = outputFiles[0]?.contents ?? new Uint8Array();
    return {
      name,
      hash: createHash('sha256').update(bytes).digest('hex'),
      gzippedBytes: gzipSync(bytes, { level: 9 }).length,
    };
  });
}

describe('the bundles', () => {
  it('are the same to the byte when built twice', async () => {
    const [first, second] = [await build(), await build()];
    expect(first.length).toBeGreaterThan(4);
    expect(second).toEqual(first);
  });

  it('fit into a package of 1 MB with the texts', async () => {
    const shipped = (await build()).filter(({ name }) => !name.endsWith('cli.js'));
    const texts = (['en', 'zh-cn'] as const).map((language) => gzipSync(JSON.stringify(textFiles(language))).length);
    const sum = [...shipped.map(({ gzippedBytes }) => gzippedBytes), ...texts].reduce((a, b) => a + b, 0);
    // 50 kB are left for icon, walkthrough, README and licences
    expect(sum).toBeLessThan(950_000);
  });
});

describe('the notices', () => {
  it('name every package in the bundles', async () => {
    expect(readFileSync(NOTICES, 'utf8')).toBe(await notices());
  });

  it('hold only licences that ask for no more than a notice', () => {
    const list = readFileSync(NOTICES, 'utf8').split('\n\n')[1] ?? '';
    const licences = list.split('\n').map((line) => line.split(': ')[1]);
    expect(licences.length).toBeGreaterThan(4);
    expect(
      [...new Set(licences)].filter(
        (one) => !/^(MIT|ISC|BSD-[23]-Clause|Apache-2\.0|0BSD|BlueOak-1\.0\.0)$/.test(one ?? ''),
      ),
    ).toEqual([]);
  });
});
