// Starts the simulator alone: checks the Node version before anything newer is loaded. Holds no logic of its own.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    `The simulator needs Node 24 or newer; this is ${process.versions.node}. Run it with: npm run simulator`,
  );
  process.exit(1);
}
const { runCommand } = await import('./src/command/command.ts');
await runCommand({ flags: process.argv.slice(2), environment: process.env, print: (line) => console.log(line) });
