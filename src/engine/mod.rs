//! One database, real or scratch, and the migrations that it gets.

pub mod apply;
pub mod database;
pub mod desired;
pub mod draft;
pub mod drift;
pub mod introspect;
pub mod ledger;
pub mod migration;
pub mod proof;
pub mod pull;
pub mod reference;
pub mod replay;
pub mod rows;
pub mod seed;
pub mod transition;
