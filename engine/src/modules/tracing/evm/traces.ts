import type { EvmTrace } from './records.ts';
import { account, data, integer, listOf, objectOf, quantity, type RpcObject } from './rpc-values.ts';

/** Internal calls, from both families of nodes: flat lists (`trace_block`) and trees (`debug_trace…` with callTracer). */

/** `trace_block` of one block. A call fails with the call above it, whatever its own end was. */
export function tracesOf(answer: readonly unknown[]): EvmTrace[] {
  const traces = answer.map((one, i) => flatTrace(objectOf(one, `traces/${i}`)));
  const failed = new Set(
    traces
      .filter((one) => one.status === 0)
      .map((one) => `${one.transaction_hash}/${one.trace_address.join('/')}`),
  );
  return traces.map((trace) =>
    trace.status === 1 && belowFailed(trace, failed) ? { ...trace, status: 0 } : trace,
  );
}

const belowFailed = (trace: EvmTrace, failed: ReadonlySet<string>): boolean =>
  trace.trace_address.some((_step, depth) =>
    failed.has(`${trace.transaction_hash}/${trace.trace_address.slice(0, depth).join('/')}`),
  );

function flatTrace(json: RpcObject): EvmTrace {
  const type = typeof json.type === 'string' ? json.type : '';
  const action = objectOf(json.action ?? {}, 'action');
  const result = objectOf(json.result ?? {}, 'result');
  const error = typeof json.error === 'string' ? json.error : null;
  return {
    block_number: integer(json, 'blockNumber') ?? 0,
    transaction_hash: data(json, 'transactionHash'),
    transaction_index: integer(json, 'transactionPosition'),
    ...partiesOf(type, action, result),
    trace_type: type,
    call_type: typeof action.callType === 'string' ? action.callType : null,
    reward_type: typeof action.rewardType === 'string' ? action.rewardType : null,
    gas: integer(action, 'gas'),
    gas_used: integer(result, 'gasUsed'),
    subtraces: integer(json, 'subtraces') ?? 0,
    trace_address: listOf(json, 'traceAddress').map(Number),
    error,
    status: error === null ? 1 : 0,
  };
}

type Parties = Pick<EvmTrace, 'from_address' | 'to_address' | 'value' | 'input' | 'output'>;

function partiesOf(type: string, action: RpcObject, result: RpcObject): Parties {
  const from = account(action, 'from');
  const value = quantity(action, 'value');
  switch (type) {
    case 'create':
      return {
        from_address: from,
        to_address: account(result, 'address'),
        value,
        input: data(action, 'init'),
        output: data(result, 'code'),
      };
    case 'suicide':
      return {
        from_address: account(action, 'address'),
        to_address: account(action, 'refundAddress'),
        value: quantity(action, 'balance'),
        input: null,
        output: null,
      };
    case 'reward':
      return { from_address: null, to_address: account(action, 'author'), value, input: null, output: null };
    default:
      return {
        from_address: from,
        to_address: account(action, 'to'),
        value,
        input: data(action, 'input'),
        output: data(result, 'output'),
      };
  }
}

const DEPTH_MAX = 1100;

/** One transaction's tree of callTracer, as the same flat list. Depth is bounded by the machine itself (1,024 calls). */
export function tracesOfCallTree(
  root: unknown,
  transaction: { readonly hash: string; readonly index: number; readonly block: number },
): EvmTrace[] {
  const traces: EvmTrace[] = [];
  const visit = (value: unknown, path: readonly number[], failedAbove: boolean): void => {
    if (path.length > DEPTH_MAX) return;
    const call = objectOf(value, 'call');
    const calls = listOf(call, 'calls');
    const kind = typeof call.type === 'string' ? call.type.toLowerCase() : 'call';
    const error = typeof call.error === 'string' ? call.error : null;
    const status = error === null && !failedAbove ? 1 : 0;
    traces.push({
      block_number: transaction.block,
      transaction_hash: transaction.hash,
      transaction_index: transaction.index,
      from_address: account(call, 'from'),
      to_address: account(call, 'to'),
      value: quantity(call, 'value'),
      input: data(call, 'input'),
      output: data(call, 'output'),
      trace_type: kind.startsWith('create') ? 'create' : kind === 'selfdestruct' ? 'suicide' : 'call',
      call_type: kind.startsWith('create') || kind === 'selfdestruct' ? null : kind,
      reward_type: null,
      gas: integer(call, 'gas'),
      gas_used: integer(call, 'gasUsed'),
      subtraces: calls.length,
      trace_address: path,
      error,
      status,
    });
    for (const [i, one] of calls.entries()) visit(one, [...path, i], status === 0);
  };
  visit(root, [], false);
  return traces;
}
