/** Stops with a sentence where Node is older than the code needs. Plain JavaScript, so that old versions can read it. */
const needed = 24;

export function requireNode() {
  const found = Number(process.versions.node.split('.')[0]);
  if (found >= needed) return;
  console.error(
    `This needs Node ${needed}; this is ${process.version}. "npm ci" brings Node ${needed}, and npm scripts use it: run it through npm.`,
  );
  process.exit(1);
}
