/** Preloaded into a server: its expression engine is replaced by `engine.ts`. The server's own code stays as it is. */
import { registerHooks } from 'node:module';

const seam = '/packages/engine/src/expression/reference-engine.ts';
const engine = new URL('./engine.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    // The stand-in itself falls back to the real one.
    return found.url.endsWith(seam) && context.parentURL !== engine ? { ...found, url: engine } : found;
  },
});
