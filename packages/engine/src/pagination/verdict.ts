/** Decides whether another page follows where the provider gives no cursor: by its own statement, a short page, and a total. */

export interface Evidence {
  /** Records on this page. */
  readonly count: number;
  /** Records of a full page; null before one was seen. */
  readonly full: number | null;
  /** Records seen before this page. */
  readonly before: number;
  /** The provider's own word that another page exists; null where it gives none. */
  readonly stated: boolean | null;
  readonly total: number | null;
}

export interface Verdict {
  readonly hasMore: boolean;
  /** Records of a full page, corrected by what this page showed. */
  readonly full: number | null;
}

/**
 * In this order:
 * 1. the provider's own statement decides;
 * 2. an empty page ends, whatever a total says (totals count records the account may not see);
 * 3. a total larger than what was seen goes on, also after a short page (the provider lowered the page size unasked);
 * 4. a full page goes on, also when the total is reached: totals are capped, estimated or counted per page, and an
 *    empty last page costs one request while a believed total costs records;
 * 5. a short page ends.
 * The first page that is shorter than asked and yet not the last shows what the provider calls a full page.
 */
export function judgePage({ count, full, before, stated, total }: Evidence): Verdict {
  const isShort = full !== null && count < full;
  const learned = count > 0 && (full === null || (isShort && before === 0)) ? count : full;
  if (stated !== null) return { hasMore: stated, full: learned };
  if (count === 0) return { hasMore: false, full };
  if (total !== null && total > before + count) return { hasMore: true, full: learned };
  return { hasMore: !isShort, full: learned };
}
