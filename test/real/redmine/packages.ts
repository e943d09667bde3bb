/**
 * Debian's own packages of Redmine, unpacked into a throw-away directory: nothing is installed or configured on the
 * machine, no maintainer script runs, and removing the directory removes everything.
 */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CannotRun, run } from './commands.ts';

const MINUTE = 60_000;
const wanted = ['redmine', 'redmine-sqlite'];

/** Resolves with the directory that holds the unpacked system. */
export async function unpackRedmine(directory: string, tell: (line: string) => void): Promise<string> {
  for (const program of ['/usr/bin/apt-get', '/usr/bin/dpkg-deb']) {
    if (!existsSync(program))
      throw new CannotRun(`${program} is not there: this needs Debian, or a system made from it.`);
  }
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8', APT_CONFIG: writeConfig(directory) };
  const apt = (args: readonly string[], limitMs: number) =>
    run({ program: '/usr/bin/apt-get', args: ['-q', '-y', ...args], env, limitMs });
  tell('reading the package lists of this machine’s sources');
  await apt(['update'], 3 * MINUTE);
  tell('downloading Redmine and all it needs (about 65 MB)');
  await apt(['install', '--download-only', '--no-install-recommends', ...wanted], 8 * MINUTE);
  const root = join(directory, 'root');
  mkdirSync(root);
  const archives = join(directory, 'apt/cache/archives');
  const packages = readdirSync(archives).filter((name) => name.endsWith('.deb'));
  tell(`unpacking ${packages.length} packages`);
  for (const name of packages) {
    await run({ program: '/usr/bin/dpkg-deb', args: ['-x', join(archives, name), root], env, limitMs: MINUTE });
  }
  return root;
}

/** The machine's sources, everything else apart; with an empty status, so that no package counts as already there. */
function writeConfig(directory: string): string {
  const apt = join(directory, 'apt');
  for (const part of ['state/lists/partial', 'cache/archives/partial', 'log']) {
    mkdirSync(join(apt, part), { recursive: true });
  }
  writeFileSync(join(apt, 'status'), '');
  const lines = {
    'Dir::State': join(apt, 'state'),
    'Dir::State::status': join(apt, 'status'),
    'Dir::Cache': join(apt, 'cache'),
    'Dir::Log': join(apt, 'log'),
    'APT::Sandbox::User': '',
    'Acquire::Retries': '2',
  };
  const file = join(apt, 'apt.conf');
  writeFileSync(
    file,
    Object.entries(lines)
      .map(([name, value]) => `${name} "${value}";\n`)
      .join(''),
  );
  return file;
}
