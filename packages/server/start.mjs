// Starts the server: checks the Node version before anything newer is loaded, and keeps compiled code for the next start.
// Plain JavaScript, so that an older Node can read it. Holds no logic of its own.
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import v8 from 'node:v8';
import vm from 'node:vm';

const needed = 24;
if (Number(process.versions.node.split('.')[0]) < needed) {
  console.error(`Sluice needs Node ${needed} or newer; this is Node ${process.versions.node}.
\`npm ci\` installs Node ${needed} beside the other packages, and \`npm start\` uses it: start with \`npm start\`.`);
  process.exit(1);
}
// A regular expression of a mapping that backtracks without end falls back to V8's linear engine instead of blocking every call.
v8.setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');
// Not in the shared temporary directory: whoever can write there could leave code for us to run.
module.enableCompileCache(fileURLToPath(new URL('../../.cache/compiled', import.meta.url)));
const { main } = await import('./src/main.ts');
await main();
// Saved now and not at the end, which a killed process does not reach.
module.flushCompileCache();
// Loading leaves twice the memory behind that the server needs. V8 gives it back when it is short of it, which an idle server
// never is: so it is told once, now, in the one way that also returns the pages (0.1 s; about 50 to 80 MB).
v8.setFlagsFromString('--expose-gc');
vm.runInNewContext('gc')({ type: 'major', execution: 'sync', flavor: 'last-resort' });
v8.setFlagsFromString('--no-expose-gc');
