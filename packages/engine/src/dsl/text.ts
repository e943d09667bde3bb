/** YAML or JSON text -> tree with positions. Knows the syntax only; what a document means is not its business. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, Scalar, type Pair, type ParsedNode } from 'yaml';
import type { JsonScalar } from '../terms/index.ts';
import { error, formatPath, type Finding, type Path, type Remark } from './finding.ts';
import { listOf, mapOf, scalarOf, type Entry, type MapTree, type Spot, type Tree } from './tree.ts';

export interface TextTree {
  /** Null when the text cannot be read at all. */
  readonly tree: Tree | null;
  readonly findings: readonly Finding[];
}

/** An anchor may be used often, but a short text must not grow into a huge document. */
const MAX_NODES_FROM_ANCHORS = 20_000;
const MAX_DEPTH = 64;

interface Reading {
  readonly anchors: Map<string, ParsedNode>;
  /** Anchors being expanded, to see one that holds itself. */
  readonly open: Set<string>;
  nodesFromAnchors: number;
  spotOf(node: { range?: readonly number[] | null }): Spot;
  report(remark: Remark, spot: Spot, path: Path): void;
}

export function readText(text: string, file: string): TextTree {
  const findings: Finding[] = [];
  const lines = new LineCounter();
  const parsed = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true, uniqueKeys: true });
  const spotAt = (offset: number): Spot => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const reading: Reading = {
    anchors: new Map(),
    open: new Set(),
    nodesFromAnchors: 0,
    spotOf: (node) => spotAt(node.range?.[0] ?? 0),
    report: (remark, spot, path) => findings.push({ ...remark, file, ...spot, path: formatPath(path) }),
  };
  const faults = [...parsed.errors, ...parsed.warnings];
  const broken = faults.find(({ code }) => !Object.hasOwn(readableFaults, code));
  if (broken !== undefined) {
    // What follows the first break is noise: the parser has lost its place.
    const spot = spotAt(broken.pos[0]);
    const hint = /\{\{/.test(text.split('\n')[spot.line - 1] ?? '') ? 'put a value with {{...}} in quotes' : null;
    reading.report(error(`cannot be read as YAML or JSON: ${broken.message}`, hint), spot, []);
    return { tree: null, findings };
  }
  for (const { code, pos } of faults) reading.report(readableFaults[code]!, spotAt(pos[0]), []);
  if (parsed.contents === null) {
    reading.report(error('the document is empty'), { line: 1, column: 1 }, []);
    return { tree: null, findings };
  }
  const tree = readNode(parsed.contents as ParsedNode, [], reading);
  return { tree, findings };
}

/** Faults after which the rest of the text can still be trusted. */
const readableFaults: Readonly<Record<string, Remark>> = {
  DUPLICATE_KEY: error('the key stands twice in one map', 'keep one of them'),
  MULTIPLE_DOCS: error('the file holds more than one document', 'one document a file'),
  TAG_RESOLVE_FAILED: error('tags (`!name`) are not part of the language', 'write the plain value'),
};

function readNode(node: ParsedNode | null, path: Path, reading: Reading): Tree {
  const spot = node === null ? { line: 1, column: 1 } : reading.spotOf(node);
  if (node === null) return scalarOf(spot, null);
  if (path.length > MAX_DEPTH) {
    reading.report(error(`is nested deeper than ${MAX_DEPTH} levels`), spot, path);
    return scalarOf(spot, null);
  }
  if (reading.open.size > 0) reading.nodesFromAnchors += 1;
  if (isAlias(node)) return readAnchored(node.source, path, spot, reading);
  if (node.anchor !== undefined) reading.anchors.set(node.anchor, node);
  if (isMap(node)) return readMap(node.items as Pair<ParsedNode, ParsedNode | null>[], path, spot, reading);
  if (isSeq(node))
    return listOf(
      spot,
      node.items.map((item, index) => readNode(item as ParsedNode, [...path, index], reading)),
    );
  return readScalar(node as Scalar, path, spot, reading);
}

function readAnchored(name: string, path: Path, spot: Spot, reading: Reading): Tree {
  const target = reading.anchors.get(name);
  const isTooMuch = reading.nodesFromAnchors > MAX_NODES_FROM_ANCHORS;
  if (target === undefined || reading.open.has(name) || isTooMuch) {
    const reason =
      target === undefined ? 'is not defined above' : isTooMuch ? 'makes the document too large' : 'holds itself';
    reading.report(error(`the anchor "${name}" ${reason}`), spot, path);
    return scalarOf(spot, null);
  }
  reading.open.add(name);
  const tree = readNode(target, path, reading);
  reading.open.delete(name);
  return tree;
}

function readMap(
  pairs: readonly Pair<ParsedNode, ParsedNode | null>[],
  path: Path,
  spot: Spot,
  reading: Reading,
): MapTree {
  const entries = new Map<string, Entry>();
  const merged = new Map<string, Entry>();
  for (const { key, value } of pairs) {
    const keySpot = reading.spotOf(key);
    if (!isScalar(key)) {
      reading.report(
        error('a key is a word, not a list or a map', isMap(key) ? 'put a value with {{...}} in quotes' : null),
        keySpot,
        path,
      );
    } else if (isMergeKey(key)) {
      for (const [name, entry] of readMerged(value, path, keySpot, reading))
        if (!merged.has(name)) merged.set(name, entry);
    } else if (key.value === '__proto__') {
      reading.report(error('the key "__proto__" is not allowed'), keySpot, path);
    } else {
      const name = typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
      const inner = value === null ? scalarOf(keySpot, null) : readNode(value, [...path, name], reading);
      entries.set(name, { key: keySpot, value: inner });
    }
  }
  for (const [name, entry] of merged) if (!entries.has(name)) entries.set(name, entry);
  return mapOf(spot, entries);
}

/** `<<` takes one map or a list of maps; the earlier map wins, the map's own keys win over all. */
function readMerged(
  value: ParsedNode | null,
  path: Path,
  spot: Spot,
  reading: Reading,
): readonly (readonly [string, Entry])[] {
  const tree = readNode(value, path, reading);
  const sources = tree.kind === 'list' ? tree.items : [tree];
  return sources.flatMap((source) => {
    if (source.kind === 'map') return [...source.entries];
    reading.report(error('a merge key (`<<`) takes a map or a list of maps'), spot, path);
    return [];
  });
}

function isMergeKey(key: Scalar): boolean {
  return (
    (typeof key.value === 'symbol' && key.value.description === '<<') ||
    (key.value === '<<' && key.type === Scalar.PLAIN)
  );
}

function readScalar(node: Scalar, path: Path, spot: Spot, reading: Reading): Tree {
  const { value, source, type } = node;
  if (typeof value === 'number' && !isExact(value, source)) {
    reading.report(error(`the number ${source ?? value} cannot be held exactly`, 'put it in quotes'), spot, path);
  }
  return { kind: 'scalar', spot, value: value as JsonScalar, isLiteral: type === Scalar.BLOCK_LITERAL };
}

function isExact(value: number, source: string | undefined): boolean {
  if (!Number.isFinite(value)) return false;
  return source === undefined || !/^[-+]?\d+$/.test(source) || BigInt(source.replace('+', '')) === BigInt(value);
}
