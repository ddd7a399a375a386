/** Statements that run in one call. */
export interface Call {
  readonly call: readonly string[];
}

/** A statement that runs by ranges of a table's key, each in a call of its own. */
export interface Ranges {
  /** The statement up to its WHERE. */
  readonly head: string;
  readonly condition: string;
  readonly table: string;
  /** The columns of the key. */
  readonly key: readonly string[];
  /** How long a call is to take. */
  readonly seconds: number;
}

/** A migration that rebuilds tables while the application writes. */
export interface Online {
  readonly parts: readonly (Call | Ranges)[];
  /** The first part that runs again after a pause. */
  readonly catchUp: number;
  /** The part that puts the new tables into place. */
  readonly switch: number;
  /** The statements that take back what is prepared, as JSON. */
  readonly undo: string;
  /** Statements for the ledger in its last call, in the place of the migration's own. */
  readonly closing: readonly string[];
}

/** The table that notes how far such a migration is, and what makes it and those of the ledger. */
export const PROGRESS = {
  table: "TABLE",
  create: ["CREATE"],
};

/** By the name of the migration. */
export const ONLINE: Readonly<Record<string, Online>> = {
  "ONLINE": [],
};
