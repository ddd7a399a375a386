// Written by `reconcile types`. Do not edit: change the schema and run the command again.

import type { Limits } from "./limits";

/** JSON as D1 returns and takes it, a text: `JSON.parse` gives a `T`. */
export type JsonText<T> = string & { readonly __json: T };

/** What D1 returns: a BLOB comes as an array of its bytes. */
export type SqlValue = number | string | number[];

/** What D1 takes for a BLOB. */
export type BlobInput = ArrayBuffer | ArrayBufferView | number[];

/** legacy.code */
export type LegacyId = string & { readonly __brand: "LegacyId" };

/** members.id */
export type MembersId = number & { readonly __brand: "MembersId" };

/** tenants.id */
export type TenantsId = string & { readonly __brand: "TenantsId" };

/** A row of legacy. */
export interface LegacyRow {
  code: LegacyId | null;
  member_id: MembersId | null;
}

/** What an INSERT into legacy gives. */
export interface LegacyInsert {
  code?: LegacyId | null;
  member_id?: MembersId | null;
}

/** What an UPDATE of legacy sets. */
export type LegacyUpdate = Partial<LegacyInsert>;

/** A row of members. */
export interface MembersRow {
  id: MembersId;
  tenant_id: TenantsId;
  manager: MembersId | null;
  email: string;
  secret: number[];
  extra: SqlValue | null;
}

/** What an INSERT into members gives. */
export interface MembersInsert {
  id?: MembersId;
  tenant_id: TenantsId;
  manager?: MembersId | null;
  email: string;
  secret: BlobInput;
  extra?: SqlValue | ArrayBuffer | ArrayBufferView | null;
}

/** What an UPDATE of members sets. */
export type MembersUpdate = Partial<MembersInsert>;

/** A row of profiles. */
export interface ProfilesRow {
  member_id: MembersId;
  picture: number[] | null;
}

/** What an INSERT into profiles gives. */
export interface ProfilesInsert {
  member_id?: MembersId;
  picture?: BlobInput | null;
}

/** What an UPDATE of profiles sets. */
export type ProfilesUpdate = Partial<ProfilesInsert>;

/** A row of tenants. */
export interface TenantsRow {
  id: TenantsId;
  name: string;
  limits: JsonText<Limits>;
  created: number;
}

/** What an INSERT into tenants gives. */
export interface TenantsInsert {
  id: TenantsId;
  name: string;
  limits: JsonText<Limits>;
  created?: number;
}

/** What an UPDATE of tenants sets. */
export type TenantsUpdate = Partial<TenantsInsert>;

/** All tables and views by name. */
export interface Database {
  legacy: { row: LegacyRow; insert: LegacyInsert; update: LegacyUpdate };
  members: { row: MembersRow; insert: MembersInsert; update: MembersUpdate };
  profiles: { row: ProfilesRow; insert: ProfilesInsert; update: ProfilesUpdate };
  tenants: { row: TenantsRow; insert: TenantsInsert; update: TenantsUpdate };
}

/** src/members.ts: SELECT m.id, m.email, b.email AS boss, t.limits FROM members m JOIN tenants t ON t.id = m.tenant_id LEFT JOIN members b ON b.id = m.manager WHERE m.tenant_id = ? */
export interface MembersQuery1Row {
  id: MembersId;
  email: string;
  boss: string | null;
  limits: JsonText<Limits>;
}

/** src/members.ts: SELECT m.id, m.email, b.email AS boss, t.limits FROM members m JOIN tenants t ON t.id = m.tenant_id LEFT JOIN members b ON b.id = m.manager WHERE m.tenant_id = ? */
export type MembersQuery1Params = [tenant_id: TenantsId];

/** src/members.ts: UPDATE members SET tenant_id = ?, manager = ? WHERE id = ? RETURNING id */
export interface MembersQuery2Row {
  id: MembersId;
}

/** src/members.ts: UPDATE members SET tenant_id = ?, manager = ? WHERE id = ? RETURNING id */
export type MembersQuery2Params = [tenant_id: TenantsId, manager: MembersId | null, id: MembersId];

/** Every statement above by its SQL, for a `prepare` that knows them. */
export interface Queries {
  "SELECT m.id, m.email, b.email AS boss, t.limits FROM members m JOIN tenants t ON t.id = m.tenant_id LEFT JOIN members b ON b.id = m.manager WHERE m.tenant_id = ?": { params: MembersQuery1Params; row: MembersQuery1Row };
  "UPDATE members SET tenant_id = ?, manager = ? WHERE id = ? RETURNING id": { params: MembersQuery2Params; row: MembersQuery2Row };
}
