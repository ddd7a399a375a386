// Written by `reconcile types`. Do not edit: change the schema and run the command again.

use serde::{Deserialize, Serialize};

/// array.buffer
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ArrayBuffer2 {
    #[serde(rename = "x")]
    X,
}

/// class.type
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ClassType {
    #[serde(rename = "a\"b")]
    AB,
    #[serde(rename = "it's")]
    ItS,
    #[serde(rename = "")]
    Unnamed,
    #[serde(rename = "1")]
    N1,
    #[serde(rename = "A b")]
    AB2,
    #[serde(rename = "a-b")]
    AB3,
    #[serde(rename = "self")]
    Self2,
}

/// string.row
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum StringRow2 {
    #[serde(rename = "a")]
    A,
}

/// */ export const evil = 1; /*.id
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ExportConstEvil1Id(pub i64);

/// order items.id
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrderItemsId(pub i64);

/// order_items.id
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrderItems2Id(pub i64);

/// OrderItems.id
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrderItems3Id(pub i64);

/// string.id
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StringId(pub i64);

/// string_row.id
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StringRowId(pub i64);

/// A row of */ export const evil = 1; /*.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExportConstEvil1Row {
    pub id: ExportConstEvil1Id,
    #[serde(rename = "*/")]
    pub unnamed: String,
}

/// What an INSERT into */ export const evil = 1; /* gives: a column that is `None` is left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExportConstEvil1Insert {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<ExportConstEvil1Id>,
    #[serde(rename = "*/")]
    pub unnamed: String,
}

/// What an UPDATE of */ export const evil = 1; /* sets: `None` leaves a column as it is, `Some(None)` makes it NULL.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ExportConstEvil1Update {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<ExportConstEvil1Id>,
    #[serde(rename = "*/", skip_serializing_if = "Option::is_none")]
    pub unnamed: Option<String>,
}

/// A row of array.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ArrayRow {
    pub buffer: ArrayBuffer2,
}

/// What an INSERT into array gives: a column that is `None` is left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArrayInsert {
    pub buffer: ArrayBuffer2,
}

/// What an UPDATE of array sets: `None` leaves a column as it is, `Some(None)` makes it NULL.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ArrayUpdate {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub buffer: Option<ArrayBuffer2>,
}

/// A row of class.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClassRow {
    pub r#type: ClassType,
    #[serde(rename = "self")]
    pub self_: Option<String>,
    #[serde(rename = "crate")]
    pub crate_: Option<String>,
    pub constructor: Option<String>,
    #[serde(rename = "1st")]
    pub n1st: Option<String>,
}

/// What an INSERT into class gives: a column that is `None` is left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClassInsert {
    pub r#type: ClassType,
    #[serde(rename = "self", skip_serializing_if = "Option::is_none")]
    pub self_: Option<String>,
    #[serde(rename = "crate", skip_serializing_if = "Option::is_none")]
    pub crate_: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constructor: Option<String>,
    #[serde(rename = "1st", skip_serializing_if = "Option::is_none")]
    pub n1st: Option<String>,
}

/// What an UPDATE of class sets: `None` leaves a column as it is, `Some(None)` makes it NULL.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ClassUpdate {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<ClassType>,
    #[serde(rename = "self", skip_serializing_if = "Option::is_none")]
    pub self_: Option<Option<String>>,
    #[serde(rename = "crate", skip_serializing_if = "Option::is_none")]
    pub crate_: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constructor: Option<Option<String>>,
    #[serde(rename = "1st", skip_serializing_if = "Option::is_none")]
    pub n1st: Option<Option<String>>,
}

/// A row of new line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewLineRow {
    #[serde(rename = "a\nb")]
    pub a_b: Option<String>,
}

/// What an INSERT into new line gives: a column that is `None` is left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NewLineInsert {
    #[serde(rename = "a\nb", skip_serializing_if = "Option::is_none")]
    pub a_b: Option<String>,
}

/// What an UPDATE of new line sets: `None` leaves a column as it is, `Some(None)` makes it NULL.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct NewLineUpdate {
    #[serde(rename = "a\nb", skip_serializing_if = "Option::is_none")]
    pub a_b: Option<Option<String>>,
}

/// A row of order items.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrderItemsRow {
    pub id: OrderItemsId,
    pub select: String,
    #[serde(rename = "a b")]
    pub a_b: Option<String>,
    #[serde(rename = "a_b")]
    pub a_b2: Option<String>,
    #[serde(rename = "aB")]
    pub a_b3: Option<String>,
}

/// What an INSERT into order items gives: a column that is `None` is left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OrderItemsInsert {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<OrderItemsId>,
    pub select: String,
    #[serde(rename = "a b", skip_serializing_if = "Option::is_none")]
    pub a_b: Option<String>,
    #[serde(rename = "a_b", skip_serializing_if = "Option::is_none")]
    pub a_b2: Option<String>,
    #[serde(rename = "aB", skip_serializing_if = "Option::is_none")]
    pub a_b3: Option<String>,
}

/// What an UPDATE of order items sets: `None` leaves a column as it is, `Some(None)` makes it NULL.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct OrderItemsUpdate {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<OrderItemsId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub select: Option<String>,
    #[serde(rename = "a b", skip_serializing_if = "Option::is_none")]
    pub a_b: Option<Option<String>>,
    #[serde(rename = "a_b", skip_serializing_if = "Option::is_none")]
    pub a_b2: Option<Option<String>>,
    #[serde(rename = "aB", skip_serializing_if = "Option::is_none")]
    pub a_b3: Option<Option<String>>,
}

/// A row of order_items.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrderItems2Row {
    pub id: OrderItems2Id,
    #[serde(rename = "quote\"d")]
    pub quote_d: String,
    #[serde(rename = "it's")]
    pub it_s: Option<String>,
}

/// What an INSERT into order_items gives: a column that is `None` is left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OrderItems2Insert {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<OrderItems2Id>,
    #[serde(rename = "quote\"d")]
    pub quote_d: String,
    #[serde(rename = "it's", skip_serializing_if = "Option::is_none")]
    pub it_s: Option<String>,
}

/// What an UPDATE of order_items sets: `None` leaves a column as it is, `Some(None)` makes it NULL.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct OrderItems2Update {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<OrderItems2Id>,
    #[serde(rename = "quote\"d", skip_serializing_if = "Option::is_none")]
    pub quote_d: Option<String>,
    #[serde(rename = "it's", skip_serializing_if = "Option::is_none")]
    pub it_s: Option<Option<String>>,
}

/// A row of OrderItems.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrderItems3Row {
    pub id: OrderItems3Id,
    #[serde(rename = "back\\slash")]
    pub back_slash: Option<String>,
    pub tick: Option<String>,
}

/// What an INSERT into OrderItems gives: a column that is `None` is left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OrderItems3Insert {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<OrderItems3Id>,
    #[serde(rename = "back\\slash", skip_serializing_if = "Option::is_none")]
    pub back_slash: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tick: Option<String>,
}

/// What an UPDATE of OrderItems sets: `None` leaves a column as it is, `Some(None)` makes it NULL.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct OrderItems3Update {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<OrderItems3Id>,
    #[serde(rename = "back\\slash", skip_serializing_if = "Option::is_none")]
    pub back_slash: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tick: Option<Option<String>>,
}

/// A row of string.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StringRow {
    pub id: StringId,
    pub row: Option<StringRow2>,
}

/// What an INSERT into string gives: a column that is `None` is left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StringInsert {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<StringId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<StringRow2>,
}

/// What an UPDATE of string sets: `None` leaves a column as it is, `Some(None)` makes it NULL.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct StringUpdate {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<StringId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<Option<StringRow2>>,
}

/// A row of string_row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StringRowRow {
    pub id: StringRowId,
}

/// What an INSERT into string_row gives: a column that is `None` is left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StringRowInsert {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<StringRowId>,
}

/// What an UPDATE of string_row sets: `None` leaves a column as it is, `Some(None)` makes it NULL.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct StringRowUpdate {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<StringRowId>,
}

/// A row of 日本.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnnamedRow {
    #[serde(rename = "列")]
    pub unnamed: String,
    #[serde(rename = "größe")]
    pub gr_e: Option<f64>,
}

/// What an INSERT into 日本 gives: a column that is `None` is left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnnamedInsert {
    #[serde(rename = "列")]
    pub unnamed: String,
    #[serde(rename = "größe", skip_serializing_if = "Option::is_none")]
    pub gr_e: Option<f64>,
}

/// What an UPDATE of 日本 sets: `None` leaves a column as it is, `Some(None)` makes it NULL.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct UnnamedUpdate {
    #[serde(rename = "列", skip_serializing_if = "Option::is_none")]
    pub unnamed: Option<String>,
    #[serde(rename = "größe", skip_serializing_if = "Option::is_none")]
    pub gr_e: Option<Option<f64>>,
}

/// A row of v i e w.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VIEWRow {
    #[serde(rename = "i d")]
    pub i_d: OrderItemsId,
    pub select: String,
    #[serde(rename = "count(*)")]
    pub count_: i64,
}

/// src/use.ts: SELECT *, "a b" || 'x' AS "a ""c""" FROM "order items" WHERE "select" = ?
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UseQuery1Row {
    pub id: OrderItemsId,
    pub select: String,
    #[serde(rename = "a b")]
    pub a_b: Option<String>,
    #[serde(rename = "a_b")]
    pub a_b2: Option<String>,
    #[serde(rename = "aB")]
    pub a_b3: Option<String>,
    #[serde(rename = "a \"c\"")]
    pub a_c_: Option<String>,
}

/// src/use.ts: SELECT *, "a b" || 'x' AS "a ""c""" FROM "order items" WHERE "select" = ?
pub type UseQuery1Params = (String,);
