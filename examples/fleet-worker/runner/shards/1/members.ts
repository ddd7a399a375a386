import type { Target } from "../../src/results";

export const SHARD = 1;

/** Name, id and wave; the binding of the first one is DB_1. */
const DATABASES: readonly (readonly [string, string, number])[] = [
  ["client-a", "6b1f2c1e-3a54-4d0e-9c7b-00000000000a", 0],
  ["client-b", "6b1f2c1e-3a54-4d0e-9c7b-00000000000b", 0],
  ["client-d", "6b1f2c1e-3a54-4d0e-9c7b-00000000000d", 0],
];

export const MEMBERS: readonly Target[] = DATABASES.map(([name, id, wave], at) => ({ name, id, binding: `DB_${at + 1}`, wave, shard: SHARD }));
