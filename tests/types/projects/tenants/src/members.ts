import type { JsonText, LegacyRow, MembersId, MembersInsert, MembersRow, ProfilesRow, Queries, TenantsId, TenantsRow } from "./schema";
import type { Limits } from "./limits";

export const membersOf = "SELECT m.id, m.email, b.email AS boss, t.limits FROM members m JOIN tenants t ON t.id = m.tenant_id LEFT JOIN members b ON b.id = m.manager WHERE m.tenant_id = ?";
export const moved = "UPDATE members SET tenant_id = ?, manager = ? WHERE id = ? RETURNING id";

type Row<Q extends keyof Queries> = Queries[Q]["row"];

export async function all(db: D1Database, tenant: TenantsId): Promise<Row<typeof membersOf>[]> {
  const params: Queries[typeof membersOf]["params"] = [tenant];
  const { results } = await db.prepare(membersOf).bind(...params).all<Row<typeof membersOf>>();
  return results;
}

export function seats(text: JsonText<Limits>): number {
  return (JSON.parse(text) as Limits).seats;
}

export function use(tenant: TenantsRow, member: MembersRow, profile: ProfilesRow, legacy: LegacyRow) {
  const id: TenantsId = tenant.id;
  const owner: TenantsId = member.tenant_id;
  const same: MembersId = profile.member_id;
  seats(tenant.limits);
  const move: Queries[typeof moved]["params"] = [id, null, same];
  // @ts-expect-error: a member is no tenant
  const wrong: TenantsId = member.id;
  // @ts-expect-error: a number is no member before somebody says so
  const number: MembersId = 5;
  // @ts-expect-error: a TEXT key of a table that is not STRICT may be NULL
  legacy.code.trim();
  // @ts-expect-error: a manager may be NULL
  const manager: MembersId = member.manager;
  // @ts-expect-error: a text is no checked JSON
  seats("{}");
  return [owner, move, wrong, number, manager];
}

export const blob = (tenant: TenantsId): MembersInsert => ({ tenant_id: tenant, email: "a", secret: new Uint8Array(2).buffer, extra: 1.5 });
// @ts-expect-error: bytes are no text
export const text = (tenant: TenantsId): MembersInsert => ({ tenant_id: tenant, email: "a", secret: "x" });
