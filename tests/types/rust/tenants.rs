// Written by `reconcile types`. Do not edit: change the schema and run the command again.

use serde::{Deserialize, Serialize};
use super::Limits;

/// legacy.code
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LegacyId(pub String);

/// members.id
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MembersId(pub i64);

/// tenants.id
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TenantsId(pub String);

/// A row of legacy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LegacyRow {
    pub code: Option<LegacyId>,
    pub member_id: Option<MembersId>,
}

/// What an INSERT into legacy gives: a column that is `None` is left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LegacyInsert {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<LegacyId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member_id: Option<MembersId>,
}

/// What an UPDATE of legacy sets: `None` leaves a column as it is, `Some(None)` makes it NULL.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct LegacyUpdate {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Option<LegacyId>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member_id: Option<Option<MembersId>>,
}

/// A row of members.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MembersRow {
    pub id: MembersId,
    pub tenant_id: TenantsId,
    pub manager: Option<MembersId>,
    pub email: String,
    pub secret: Vec<u8>,
    pub extra: Option<serde_json::Value>,
}

/// What an INSERT into members gives: a column that is `None` is left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MembersInsert {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<MembersId>,
    pub tenant_id: TenantsId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manager: Option<MembersId>,
    pub email: String,
    pub secret: Vec<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extra: Option<serde_json::Value>,
}

/// What an UPDATE of members sets: `None` leaves a column as it is, `Some(None)` makes it NULL.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct MembersUpdate {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<MembersId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<TenantsId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manager: Option<Option<MembersId>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<Vec<u8>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extra: Option<Option<serde_json::Value>>,
}

/// A row of profiles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProfilesRow {
    pub member_id: MembersId,
    pub picture: Option<Vec<u8>>,
}

/// What an INSERT into profiles gives: a column that is `None` is left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProfilesInsert {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member_id: Option<MembersId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture: Option<Vec<u8>>,
}

/// What an UPDATE of profiles sets: `None` leaves a column as it is, `Some(None)` makes it NULL.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ProfilesUpdate {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member_id: Option<MembersId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture: Option<Option<Vec<u8>>>,
}

/// A row of tenants.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TenantsRow {
    pub id: TenantsId,
    pub name: String,
    pub limits: Limits,
    pub created: i64,
}

/// What an INSERT into tenants gives: a column that is `None` is left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TenantsInsert {
    pub id: TenantsId,
    pub name: String,
    pub limits: Limits,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<i64>,
}

/// What an UPDATE of tenants sets: `None` leaves a column as it is, `Some(None)` makes it NULL.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct TenantsUpdate {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<TenantsId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limits: Option<Limits>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<i64>,
}

/// src/members.ts: SELECT m.id, m.email, b.email AS boss, t.limits FROM members m JOIN tenants t ON t.id = m.tenant_id LEFT JOIN members b ON b.id = m.manager WHERE m.tenant_id = ?
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MembersQuery1Row {
    pub id: MembersId,
    pub email: String,
    pub boss: Option<String>,
    pub limits: Limits,
}

/// src/members.ts: SELECT m.id, m.email, b.email AS boss, t.limits FROM members m JOIN tenants t ON t.id = m.tenant_id LEFT JOIN members b ON b.id = m.manager WHERE m.tenant_id = ?
pub type MembersQuery1Params = (TenantsId,);

/// src/members.ts: UPDATE members SET tenant_id = ?, manager = ? WHERE id = ? RETURNING id
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MembersQuery2Row {
    pub id: MembersId,
}

/// src/members.ts: UPDATE members SET tenant_id = ?, manager = ? WHERE id = ? RETURNING id
pub type MembersQuery2Params = (TenantsId, Option<MembersId>, MembersId,);
