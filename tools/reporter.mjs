/** A test reporter for `node --test`: failures in full, skips with their reason, one closing line with the counts. */
export default async function* report(source) {
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  for await (const { type, data } of source) {
    if (type === 'test:pass') {
      if (data.skip !== undefined && data.skip !== false) {
        skipped += 1;
        yield `skipped: ${data.name}${typeof data.skip === 'string' && data.skip !== '' ? ` (${data.skip})` : ''}\n`;
      } else if (data.details?.type !== 'suite') passed += 1;
    } else if (type === 'test:fail') {
      if (data.details?.error?.failureType === 'subtestsFailed') continue;
      failed += 1;
      const error = data.details?.error;
      const cause = error?.cause ?? error;
      yield `\nnot ok: ${data.name}\n  at ${data.file ?? '?'}:${data.line ?? '?'}\n${String(cause?.stack ?? cause).replace(/^/gm, '  ')}\n`;
    } else if (type === 'test:stderr' || type === 'test:stdout') {
      yield data.message;
    }
  }
  yield `${passed} passed, ${failed} failed, ${skipped} skipped\n`;
}
