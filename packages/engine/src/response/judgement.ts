/** Whether an answer is a refusal, and of which status: limited first, then the error expression, then the wire's own status. */
import { withoutBigIntegers } from '../codec/big-integer.ts';
import type { Expression } from '../expression/expression.ts';
import type { HttpResponse, JsonObject, Run, Scope } from '../terms/index.ts';
import type { Answer } from './decode-answer.ts';
import { isYes, type Judge, type Verdict } from './error-expression.ts';

/** What a reader is told beside the answer. */
export interface ReadContext {
  readonly query: JsonObject;
  readonly context: JsonObject;
  readonly run: Run;
  /** Scopes the method needs: the likely missing ones of a 403. */
  readonly scopes: readonly string[];
}

export interface Judgement {
  /** The status that decides the outcome; null where the answer is no refusal. */
  readonly refusal: number | null;
  /** What the error expression said, where it decided. */
  readonly verdict: Verdict | null;
}

export interface Judges {
  /** Null without an expression: then 429 alone is limited. */
  readonly limited: Expression | null;
  readonly error: Judge | null;
}

/** A failure inside a success has no status of its own to show. */
const statusOfHiddenFailure = 502;

export function judgeByStatus(status: number): Judgement {
  return { refusal: status >= 300 && status !== 304 ? status : null, verdict: null };
}

export async function judgeByExpression(
  judges: Judges,
  answered: { response: HttpResponse; answer: Answer },
  about: ReadContext,
): Promise<Judgement> {
  const { response, answer } = answered;
  const { status } = response;
  const seen = seenBy(response, answer, about);
  // Nearly every success is judged at once: waiting is for what needs the expression engine.
  const told = judges.limited === null ? status === 429 : judges.limited.evaluate(seen, about.run);
  if (isYes(told instanceof Promise ? await told : told)) return { refusal: 429, verdict: null };
  // A success that could not be read, or that says nothing changed, tells an error expression nothing true.
  const isTelling = status >= 400 || (answer.kind === 'value' && status !== 304);
  const judged = judges.error === null || !isTelling ? null : judges.error(seen, about.run);
  const verdict = judged instanceof Promise ? await judged : judged;
  if (verdict === null) return judgeByStatus(status);
  return { refusal: verdict.status ?? (status >= 400 ? status : statusOfHiddenFailure), verdict };
}

/** Variables of the `response` scope. A file that streams through is not shown. */
function seenBy({ status, headers }: HttpResponse, answer: Answer, { query, context }: ReadContext): Scope {
  const decoded = answer.kind === 'value' && answer.decoded.format !== 'binary' ? answer.decoded : null;
  const data =
    decoded !== null && decoded.hasBigIntegers ? withoutBigIntegers(decoded.value) : (decoded?.value ?? null);
  return { status, headers, data, response: data, query, context };
}
