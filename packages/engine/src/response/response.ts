/**
 * Judges an answer: limited, refused, unreadable or fine, in that order; then takes the records out. It sends nothing,
 * and throws only for configuration: how a provider call ended is a value.
 */
import type { ByteSource, HttpResponse, OkOutcome, Outcome, Place, RateLimit } from '../terms/index.ts';
import { withoutBigIntegers } from '../codec/big-integer.ts';
import type { Integration } from '../dsl/spec/integration.ts';
import type { Method } from '../dsl/spec/method.ts';
import { compileExpression } from '../expression/expression.ts';
import { decodeAnswer, isWebPage, type Answer } from './decode-answer.ts';
import { compileErrorExpression } from './error-expression.ts';
import { capText, wordsOf, type ErrorWords } from './error-words.ts';
import { failedOutcome } from './failure.ts';
import { judgeByExpression, judgeByStatus, type Judgement, type ReadContext } from './judgement.ts';
import { compileRateLimit } from './rate-limit.ts';
import { compileResponsePath } from './response-path.ts';

export type { ReadContext } from './judgement.ts';

export interface ResponseReader {
  /**
   * Throws `expression.failed` and `expression.over_budget`; rejects with `provider.unreachable` and `provider.timeout`
   * where the body stopped on its way.
   */
  read(response: HttpResponse, about: ReadContext): Promise<Outcome>;
}

type PlaceOf = (field: string) => Place;

/**
 * `placeOf` takes fields in the style of `integration.error_expression` and `method.rate_limit`. Throws `config.invalid`
 * and `expression.syntax`.
 */
export function compileResponse(
  config: { integration: Integration; method: Method },
  placeOf: PlaceOf,
): ResponseReader {
  const { integration, method } = config;
  const limits = method.rate_limit === undefined ? integration.rate_limit : method.rate_limit;
  const limitsAt = method.rate_limit === undefined ? 'integration.rate_limit' : 'method.rate_limit';
  const limited = limits?.is_rate_limited;
  const isOwnError = method.error_expression !== undefined;
  const errorAt = placeOf(isOwnError ? 'method.error_expression' : 'integration.error_expression');
  const judges = {
    limited: limited === undefined ? null : compileExpression(limited, placeOf(`${limitsAt}.is_rate_limited`)),
    error: compileErrorExpression(isOwnError ? method.error_expression : integration.error_expression, errorAt),
  };
  const isJudgedByStatus = judges.limited === null && judges.error === null;
  const readLimit = compileRateLimit(limits ?? null, (field) => placeOf(`${limitsAt}.${field}`));
  const readData = compileResponsePath(method.response_path, placeOf('method.response_path'));
  const format = method.response_format ?? null;
  const isBodiless = method.method === 'head';
  const isRanged = (method.pagination === undefined ? integration.pagination : method.pagination)?.format === 'range';

  return {
    async read(response, about) {
      const { status, headers } = response;
      const { run } = about;
      const answer = isBodiless ? discard(response) : await decodeAnswer(format, response);
      const judgement = isJudgedByStatus
        ? judgeByStatus(status)
        : await judgeByExpression(judges, { response, answer }, about);
      const isLimited = judgement.refusal === 429;
      const pending = readLimit({ status, headers, nowMs: run.nowMs, run }, isLimited);
      const rateLimit = pending instanceof Promise ? await pending : pending;

      const isPastTheEnd = isRanged && status === 416 && judgement.verdict === null;
      if (status === 304 || isPastTheEnd) return nothingThere(response, rateLimit);
      if (judgement.refusal !== null || answer.kind === 'unreadable')
        return refuse({ response, answer, judgement, rateLimit }, about);
      const { value, hasBigIntegers, format: found } = answer.decoded;
      const data = value === null || found === 'binary' ? value : readData(value, hasBigIntegers, run);
      return {
        kind: 'ok',
        status,
        headers,
        rateLimit,
        body: value,
        data: data instanceof Promise ? await data : data,
        hasBigIntegers,
      };
    },
  };
}

function refuse(
  {
    response,
    answer,
    judgement,
    rateLimit,
  }: { response: HttpResponse; answer: Answer; judgement: Judgement; rateLimit: RateLimit | null },
  about: ReadContext,
): Outcome {
  const { status, headers } = response;
  const { refusal, verdict } = judgement;
  const body = answer.kind === 'value' ? bodyOf(answer) : null;
  const failed = {
    wireStatus: status,
    headers,
    rateLimit,
    missingScopes: verdict?.missingScopes ?? about.scopes,
    body,
  };
  if (refusal === null && answer.kind === 'unreadable') {
    return failedOutcome({
      ...failed,
      status: 502,
      message: answer.error.message,
      code: null,
      errorCode: answer.error.code,
    });
  }
  const words = wordsFor(status, answer, body);
  const message = verdict?.message ?? words.message;
  // An expression that speaks but names no code means it: a guess beside its words would mislead.
  const code = verdict?.code ?? (verdict?.message ? null : words.code);
  return failedOutcome({ ...failed, status: refusal ?? status, message, code, errorCode: 'provider.error' });
}

/** A file that comes with a failure is let go, since nobody will read it. */
function bodyOf({ decoded }: Extract<Answer, { kind: 'value' }>): unknown {
  if (decoded.format !== 'binary' || decoded.value === null) return decoded.value;
  (decoded.value as ByteSource).discard();
  return null;
}

/** Nothing changed since (304), or no records in the range asked for (416, RFC 9110 section 15.5.17): an empty success. */
function nothingThere({ status, headers }: HttpResponse, rateLimit: RateLimit | null): OkOutcome {
  return { kind: 'ok', status, headers, rateLimit, body: null, data: null, hasBigIntegers: false };
}

function discard(response: HttpResponse): Answer {
  response.body.discard();
  return { kind: 'value', decoded: { value: null, hasBigIntegers: false, format: 'text' } };
}

/** The provider's own words, or what can be said without them. */
function wordsFor(status: number, answer: Answer, value: unknown): ErrorWords {
  if (status >= 300 && status < 400)
    return { message: `The provider answered ${status}, a redirect that was not followed.`, code: null };
  if (answer.kind === 'unreadable')
    return { message: capText(`The provider answered ${status}; ${answer.error.message}`), code: null };
  if (isWebPage(value))
    return { message: `The provider answered ${status} with a web page instead of an API answer.`, code: null };
  return wordsOf(withoutBigIntegers(value));
}
