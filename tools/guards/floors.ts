/** Imports run one way, down. Re-reads every import of `packages/` and fails on an arrow up, sideways or round in a circle. */
import { importsOf, listFiles, type SourceFile } from './source-files.ts';

interface Room {
  readonly name: string;
  readonly floor: number;
}

/** Directory prefix -> floor. The longest prefix wins. Drawn in ARCHITECTURE.md. */
const rooms: Readonly<Record<string, number>> = {
  'packages/jsonata/src': -1,
  'packages/engine/src/terms': 0,
  'packages/engine/src/values': 0,
  'packages/engine/src/expression': 1,
  'packages/engine/src/codec': 1,
  'packages/engine/src/dsl': 2,
  'packages/engine/src/resolve': 3,
  'packages/engine/src/request': 3,
  'packages/engine/src/auth': 3,
  'packages/engine/src/pagination': 3,
  'packages/engine/src/response': 3,
  'packages/engine/src/mapping': 3,
  'packages/engine/src/call': 4,
  'packages/engine/src/index.ts': 5.9,
  'packages/server/src/adapters/store': 6,
  'packages/server/src/adapters/vault': 6,
  'packages/server/src/adapters/wire': 6,
  'packages/server/src/adapters/record': 6,
  'packages/server/src/work': 7,
  'packages/server/src/edge': 8,
  'packages/server/src/start': 8.5,
  'packages/server/src/settings.ts': 8.5,
  'packages/server/src/main.ts': 9,
  'packages/simulator/src': 7,
};

function roomOf(path: string): Room | null {
  const name = Object.keys(rooms)
    .filter((prefix) => path === prefix || path.startsWith(`${prefix}/`))
    .sort((a, b) => b.length - a.length)[0];
  return name === undefined ? null : { name, floor: rooms[name]! };
}

/** Two arrows the plan allows beside the floors; each with its reason. */
function isAllowed(from: Room, to: Room, isTypeOnly: boolean): boolean {
  if (from.name === to.name) return true;
  // Words are for everyone on their floor and above.
  if (to.name === 'packages/engine/src/terms') return true;
  // Work names adapters only as types: instances arrive as arguments.
  if (to.name.includes('/adapters/') && from.name.includes('/server/src/work')) return isTypeOnly;
  if (to.name.includes('/adapters/') && from.name.includes('/server/src/edge')) return false;
  // Adapters know the engine's words and nothing else of it.
  if (from.name.includes('/adapters/')) return false;
  return to.floor < from.floor;
}

export function checkFloors(): string[] {
  const files = ['packages']
    .flatMap((directory) => listFiles(directory, /\.ts$/))
    .filter(({ path }) => path.includes('/src/') && !path.endsWith('.test.ts') && !path.includes('/fixtures/'));
  return [...arrows(files), ...circles(files)];
}

function arrows(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const from = roomOf(file.path);
    if (from === null)
      return [`${file.path}: stands in no room; draw it in ARCHITECTURE.md and tools/guards/floors.ts`];
    return importsOf(file).flatMap(({ target, isTypeOnly, specifier }) => {
      if (target === null || target.endsWith('.json')) return [];
      const to = roomOf(target);
      if (to === null) return [`${file.path}: imports ${specifier}, which stands in no room`];
      return isAllowed(from, to, isTypeOnly)
        ? []
        : [`${file.path}: floor ${from.floor} imports ${target} on floor ${to.floor}`];
    });
  });
}

/** Depth-first walk over files, types included. */
function circles(files: readonly SourceFile[]): string[] {
  const edges = new Map(
    files.map((file) => [file.path, importsOf(file).flatMap(({ target }) => (target === null ? [] : [target]))]),
  );
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at !== -1) {
      found.push(`circle: ${[...trail.slice(at), path].join(' -> ')}`);
      return;
    }
    if (done.has(path)) return;
    for (const next of edges.get(path) ?? []) walk(next, [...trail, path]);
    done.add(path);
  };
  for (const path of edges.keys()) walk(path, []);
  return found;
}
