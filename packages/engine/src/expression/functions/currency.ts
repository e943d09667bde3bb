/** Amounts in major and minor units, by the minor units of ISO 4217 (list of 2024). Exact: shifts the decimal point in text. */
import { FunctionFailure } from '../function-failure.ts';

/** Currencies that do not have two decimals. */
const decimals: Readonly<Record<string, number>> = Object.fromEntries([
  ...[
    'BIF',
    'CLP',
    'DJF',
    'GNF',
    'ISK',
    'JPY',
    'KMF',
    'KRW',
    'PYG',
    'RWF',
    'UGX',
    'UYI',
    'VND',
    'VUV',
    'XAF',
    'XOF',
    'XPF',
  ].map((code) => [code, 0]),
  ...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((code) => [code, 3]),
  ...['CLF', 'UYW'].map((code) => [code, 4]),
]);

/** 10.5 USD -> 1050. Amounts finer than the minor unit are rounded. */
export const convertCurrencyToSubunit = (amount: unknown, currency: unknown): unknown => shift(amount, currency, 1);

/** 1050 USD -> 10.5. */
export const convertCurrencyFromSubunit = (amount: unknown, currency: unknown): unknown => shift(amount, currency, -1);

function shift(amount: unknown, currency: unknown, direction: 1 | -1): unknown {
  if (amount === undefined || amount === null || amount === '') return undefined;
  const number = Number(amount);
  if (!Number.isFinite(number)) throw new FunctionFailure('the amount is not a number');
  const code = String(currency ?? '').toUpperCase();
  if (!/^[A-Z]{3}$/.test(code)) throw new FunctionFailure('the currency is not a three-letter ISO 4217 code');
  const [digits, exponent] = String(number).split('e');
  const shifted = Number(`${digits}e${Number(exponent ?? 0) + direction * (decimals[code] ?? 2)}`);
  return direction === 1 ? Math.round(shifted) : shifted;
}
