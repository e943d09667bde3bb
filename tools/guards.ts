/** Runs the guards: `node tools/guards.ts [name...]`. Prints every finding; exits 1 when there is one. */
import { checkFloors } from './guards/floors.ts';
import { checkProviderNames } from './guards/provider-names.ts';
import { checkSizes } from './guards/sizes.ts';
import { checkTrackedText } from './guards/tracked-text.ts';

const guards: Readonly<Record<string, () => string[]>> = {
  floors: checkFloors,
  sizes: checkSizes,
  providers: checkProviderNames,
  text: checkTrackedText,
};

const asked = process.argv.slice(2);
const names = asked.length === 0 ? Object.keys(guards) : asked;
let count = 0;
for (const name of names) {
  const guard = guards[name];
  if (guard === undefined) {
    console.error(`no guard "${name}"; there are: ${Object.keys(guards).join(', ')}`);
    process.exit(2);
  }
  for (const finding of guard()) {
    count += 1;
    console.error(`${name}: ${finding}`);
  }
}
console.log(count === 0 ? `guards: ${names.join(', ')}: nothing found` : `guards: ${count} findings`);
process.exit(count === 0 ? 0 : 1);
