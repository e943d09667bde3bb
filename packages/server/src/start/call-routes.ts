/** The routes of the data plane, bound to the work behind them: calls, batches, and what describes them. */
import { dataRoutes } from '../edge/http/routes/data.ts';
import { describeRoutes } from '../edge/http/routes/describe.ts';
import type { Route } from '../edge/http/route.ts';
import { callBatch } from '../work/calls/batch.ts';
import { batchShape } from '../work/calls/batch-shape.ts';
import { callCustom, callProxy, callUnified } from '../work/calls/call.ts';
import type { CallDeps } from '../work/calls/callable.ts';
import * as describe from '../work/calls/describe.ts';

export function callRoutes(calls: CallDeps): readonly Route[] {
  return [
    ...dataRoutes({
      callUnified: (input) => callUnified(calls, input),
      callProxy: (input) => callProxy(calls, input),
      callCustom: (input) => callCustom(calls, input),
    }),
    ...describeRoutes({
      meta: (input) => describe.describeMeta(calls, input),
      model: (input) => describe.describeModel(calls, input),
      accountCapabilities: (input) => describe.describeCapabilities(calls, input),
      integrationCapabilities: (input) => describe.describeIntegration(calls, input),
      batch: (input) => callBatch(calls, input),
      batchShape,
    }),
  ];
}
