/** The only door of the simulator: make one, put it on a port, read a catalog for it. */
export { createSimulator } from './simulator.ts';
export type { Simulator, SimulatorInput } from './simulator.ts';
export type { CatalogEntry } from './blueprint/blueprint.ts';
export type { Control } from './control/control.ts';
export { faultKinds } from './faults.ts';
export type { Fault, FaultKind } from './faults.ts';
export type { JournalEntry } from './journal.ts';
export { listen } from './listen.ts';
export type { Listening } from './listen.ts';
export type { Answer, IncomingRequest, MountInput, MountSummary, RateLimitSetting } from './terms.ts';
