/** The documents of the config language the simulator reads, by their parts. Types only. */
import type { DocumentOf } from '@sluice/engine';

export type Integration = DocumentOf<'integration'>;
export type Simulation = DocumentOf<'simulation'>;
export type Method = NonNullable<Integration['resources']>[string][string];
export type Pagination = NonNullable<Integration['pagination']>;
export type Authorization = NonNullable<Integration['authorization']>;
export type SimulatedCollection = Simulation['collections'][string];
export type SimulatedRoute = Simulation['routes'][string];
