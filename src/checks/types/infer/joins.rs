//! FROM: which relations it joins, which of them may be missing in a row, and what the conditions of joins prove.

use sqlparser::ast::{
    Expr, Join, JoinConstraint, JoinOperator, ObjectName, TableAlias, TableFactor, TableFunctionArgs, TableWithJoins,
};

use super::super::value_type::{Storage, ValueType};
use super::scope::{Output, Relation, Scope};
use super::{Inference, NotUnderstood, Understood};
use crate::schema::Name;

/// Which side of a join may be missing.
struct Missing {
    left: bool,
    right: bool,
}

impl Inference<'_> {
    /// Adds what these parts of FROM read to the scope.
    pub(super) fn from(&mut self, from: &[TableWithJoins], scope: &mut Scope<'_>) -> Understood<()> {
        for part in from {
            self.joined(part, scope)?;
        }
        Ok(())
    }

    fn joined(&mut self, part: &TableWithJoins, scope: &mut Scope<'_>) -> Understood<()> {
        self.factor(&part.relation, scope)?;
        for join in &part.joins {
            self.join(join, scope)?;
        }
        Ok(())
    }

    /// One JOIN. SQLite takes all that is to the left of it, commas included, for its left side.
    fn join(&mut self, join: &Join, scope: &mut Scope<'_>) -> Understood<()> {
        let (missing, constraint) = missing(&join.join_operator)?;
        let right = scope.relations.len();
        self.factor(&join.relation, scope)?;
        match constraint {
            JoinConstraint::On(condition) => {
                self.expression(condition, scope);
                if !missing.left && !missing.right {
                    self.proven_by(condition, scope);
                }
            }
            JoinConstraint::Using(names) => {
                let names = names.iter().filter_map(last_name).collect();
                merge(scope, right, names, &missing);
            }
            JoinConstraint::Natural => {
                let (left, own) = scope.relations.split_at(right);
                let is_left = |name: &Name| left.iter().any(|it| it.columns.iter().any(|it| it.name == *name));
                let own = own.iter().flat_map(|it| &it.columns).map(|it| it.name.clone());
                let names = own.filter(is_left).collect();
                merge(scope, right, names, &missing);
            }
            JoinConstraint::None => {}
        }
        let (left, own) = scope.relations.split_at_mut(right);
        if missing.left {
            left.iter_mut().for_each(Relation::make_optional);
        }
        if missing.right {
            own.iter_mut().for_each(Relation::make_optional);
        }
        Ok(())
    }

    fn factor(&mut self, factor: &TableFactor, scope: &mut Scope<'_>) -> Understood<()> {
        match factor {
            TableFactor::Table { name, alias, args, .. } => {
                let relation = match args {
                    Some(arguments) => self.table_function(name, arguments, scope)?,
                    None => self.named_relation(name)?,
                };
                let own = last_name(name).ok_or(NotUnderstood)?;
                scope.relations.push(called(relation, alias.as_ref(), Some(own)));
            }
            TableFactor::Derived { subquery, alias, .. } => {
                let columns = self.deeper(|it| it.query(subquery, scope.parent))?;
                scope
                    .relations
                    .push(called(Relation::closed(columns), alias.as_ref(), None));
            }
            TableFactor::NestedJoin {
                table_with_joins,
                alias: None,
            } => {
                let mut inner = Scope::new(scope.parent);
                self.joined(table_with_joins, &mut inner)?;
                scope.relations.append(&mut inner.relations);
            }
            _ => return Err(NotUnderstood),
        }
        Ok(())
    }

    fn named_relation(&mut self, name: &ObjectName) -> Understood<Relation> {
        let last = last_name(name).ok_or(NotUnderstood)?;
        if name.0.len() == 1 {
            return self.relation(&last).ok_or(NotUnderstood);
        }
        // No common table expression has a schema before its name.
        let common = std::mem::take(&mut self.common_tables);
        let found = self.relation(&last).ok_or(NotUnderstood);
        self.common_tables = common;
        found
    }

    fn table_function(
        &mut self,
        name: &ObjectName,
        arguments: &TableFunctionArgs,
        scope: &Scope<'_>,
    ) -> Understood<Relation> {
        for argument in super::functions::plain_arguments(&arguments.args).unwrap_or_default() {
            self.expression(argument, scope);
        }
        let name = last_name(name).ok_or(NotUnderstood)?;
        // <https://www.sqlite.org/json1.html#jeach>
        if !["json_each", "json_tree"].contains(&name.folded().as_str()) {
            return Err(NotUnderstood);
        }
        let any = Storage::NUMBER.or(Storage::TEXT);
        let column = |(name, storage, nullable): (&str, Storage, bool)| Output {
            name: Name::new(name),
            value: ValueType::new(storage, nullable),
        };
        let columns = [
            ("key", any, true),
            ("value", any, true),
            ("type", Storage::TEXT, false),
            ("atom", any, true),
            ("id", Storage::INTEGER, false),
            ("parent", Storage::INTEGER, true),
            ("fullkey", Storage::TEXT, false),
            ("path", Storage::TEXT, false),
        ];
        Ok(Relation::closed(columns.into_iter().map(column).collect()))
    }

    /// Columns that are not NULL in any row of which this condition is true.
    pub(super) fn proven_by(&mut self, condition: &Expr, scope: &mut Scope<'_>) {
        use sqlparser::ast::BinaryOperator as Op;
        match condition {
            Expr::Nested(inner) => self.proven_by(inner, scope),
            Expr::BinaryOp {
                left,
                op: Op::And,
                right,
            } => {
                self.proven_by(left, scope);
                self.proven_by(right, scope);
            }
            Expr::BinaryOp {
                left,
                op: Op::Eq | Op::NotEq | Op::Lt | Op::LtEq | Op::Gt | Op::GtEq | Op::Glob,
                right,
            } => {
                prove(left, scope);
                prove(right, scope);
            }
            Expr::IsNotNull(inner)
            | Expr::InList {
                expr: inner,
                negated: false,
                ..
            }
            | Expr::InSubquery {
                expr: inner,
                negated: false,
                ..
            }
            | Expr::Between {
                expr: inner,
                negated: false,
                ..
            }
            | Expr::Like {
                expr: inner,
                negated: false,
                ..
            } => prove(inner, scope),
            _ => {}
        }
    }
}

fn prove(expression: &Expr, scope: &mut Scope<'_>) {
    match expression {
        Expr::Identifier(name) => scope.prove(None, &Name::new(name.value.as_str())),
        Expr::CompoundIdentifier(names) => {
            if let [.., table, name] = names.as_slice() {
                let table = Name::new(table.value.as_str());
                scope.prove(Some(&table), &Name::new(name.value.as_str()));
            }
        }
        Expr::Nested(inner) | Expr::Collate { expr: inner, .. } => prove(inner, scope),
        _ => {}
    }
}

/// Columns that are joined by name: an unqualified name means the left one, and where that may be missing either.
fn merge(scope: &mut Scope<'_>, right: usize, names: Vec<Name>, missing: &Missing) {
    let is_joined_before: Vec<bool> = names.iter().map(|it| scope.is_joined(it)).collect();
    let (left, own) = scope.relations.split_at_mut(right);
    for (name, is_joined_before) in names.into_iter().zip(is_joined_before) {
        let is_it = |it: &&mut Output| it.name == name;
        let one = left.iter_mut().find_map(|it| it.columns.iter_mut().find(is_it));
        let other = own.iter_mut().find_map(|it| it.columns.iter_mut().find(is_it));
        if let (Some(one), Some(other)) = (one, other) {
            if missing.left {
                one.value = one.value.clone().or(other.value.clone());
            } else if !missing.right {
                // Rows in which one of them is NULL do not match.
                one.value.nullable &= is_joined_before;
                other.value.nullable = false;
            }
        }
        own.iter_mut().for_each(|it| it.joined.push(name.clone()));
    }
}

/// The relation under its alias, with the names that the alias gives to its columns.
fn called(mut relation: Relation, alias: Option<&TableAlias>, own: Option<Name>) -> Relation {
    relation.name = alias.map(|it| Name::new(it.name.value.as_str())).or(own);
    relation
}

fn missing(operator: &JoinOperator) -> Understood<(Missing, &JoinConstraint)> {
    use JoinOperator as J;
    let (left, right, constraint) = match operator {
        J::Join(it) | J::Inner(it) | J::CrossJoin(it) => (false, false, it),
        J::Left(it) | J::LeftOuter(it) => (false, true, it),
        J::Right(it) | J::RightOuter(it) => (true, false, it),
        J::FullOuter(it) => (true, true, it),
        _ => return Err(NotUnderstood),
    };
    Ok((Missing { left, right }, constraint))
}

/// `users` of `main.users`.
pub(super) fn last_name(name: &ObjectName) -> Option<Name> {
    let last = name.0.last()?.as_ident()?;
    Some(Name::new(last.value.as_str()))
}
