/** One migration of the folder. */
export interface Migration {
  /** What the ledger records it as. */
  readonly name: string;
  /** SHA-256 of its file. */
  readonly checksum: string;
  /** It waits for this, and runs only when it is released. */
  readonly heldUntil?: string;
  /** It switches `defer_foreign_keys` on and not off again. */
  readonly leavesKeysDeferred?: boolean;
  /** Statements for the ledger, before its own. */
  readonly opening: readonly string[];
  /** Its own statements. */
  readonly statements: readonly string[];
  /** Statements for the ledger, after its own. */
  readonly closing: readonly string[];
}
