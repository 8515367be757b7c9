// What changed since an older text of an open file, over the protocol.
import { describe, expect, it } from 'vitest';
import { DIFF_REQUEST, type DiffAnswer } from '../../server/src/protocol';
import { connect } from '../support/connection';

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers: [{name: app, image: "a:1"}]\n';

describe('podwright/diff', () => {
  it('compares with the text as it is in the editor now, in the client’s language', async () => {
    const session = await connect({ locale: 'zh-cn' });
    const uri = 'file:///web.yaml';
    await session.open(uri, POD);
    const ask = async () =>
      (await session.client.sendRequest(DIFF_REQUEST, { uri, oldText: POD, label: 'HEAD' })) as DiffAnswer;
    expect((await ask()).changed).toBe(false);
    const end = { line: 4, character: 0 };
    await session.change(uri, 2, [{ range: { start: end, end }, text: '  terminationGracePeriodSeconds: 90\n' }]);
    const answer = await ask();
    expect(answer.changed).toBe(true);
    expect(answer.markdown).toMatch(/^# 与 HEAD 相比的行为\n/);
    expect(answer.markdown).toContain('忽略 SIGTERM');
    session.end();
  });

  it('answers nothing for a file that is not open', async () => {
    const session = await connect();
    expect(await session.client.sendRequest(DIFF_REQUEST, { uri: 'file:///none.yaml', oldText: '' })).toBeNull();
    session.end();
  });
});
