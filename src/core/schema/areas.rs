//! The areas of a schema: tables that belong together by their names, else by what they refer to, each with all that is on
//! them. A folder with a file per area is easier to find one's way in than one long file.

use std::collections::{BTreeMap, BTreeSet};

use super::{Name, ObjectKind, ObjectRef, Schema};
use crate::sql::lexemes;

/// So many tables refer to a table of which all areas make use, such as `users`: referring to it says little of a table.
const HUB: usize = 4;

/// Tables that belong together, with what is on them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// What it is called, in lower case: `orders`.
    pub name: String,
    /// Its tables, each after those it refers to and followed by its indexes; then search tables, views and triggers.
    pub objects: Vec<ObjectRef>,
}

impl Schema {
    /// The areas by name.
    pub fn areas(&self) -> Vec<Area> {
        let home = self.homes();
        let mut areas: BTreeMap<String, Vec<ObjectRef>> = BTreeMap::new();
        let mut put = |area: &str, kind, name: &Name| {
            let objects = areas.entry(area.to_owned()).or_default();
            objects.push(ObjectRef::new(kind, name.clone()));
        };
        for table in self.tables_by_reference() {
            let Some(area) = home.get(table) else { continue };
            put(area, ObjectKind::Table, table);
            let indexes = self.tables.get(table).into_iter().flat_map(|it| it.indexes.keys());
            indexes.for_each(|it| put(area, ObjectKind::Index, it));
        }
        let mut others: BTreeMap<&Name, String> = BTreeMap::new();
        for table in self.virtual_tables.values() {
            let of = |it: &Name| home.get(it).cloned();
            let content = table.content_table().and_then(|it| of(&Name::new(it)));
            let area = content
                .or_else(|| {
                    self.tables
                        .keys()
                        .filter(|it| table.name.has_prefix(it.as_str()))
                        .find_map(of)
                })
                .unwrap_or_else(|| plain(table.name.as_str()));
            put(&area, ObjectKind::VirtualTable, &table.name);
            others.insert(&table.name, area);
        }
        for view in self.ordered_views() {
            let mentioned = lexemes(view.sql.text()).into_iter().filter_map(|it| it.name());
            let read = mentioned.filter_map(|it| home.get(&it).or_else(|| others.get(&it)).cloned());
            let read: BTreeSet<String> = read.collect();
            let area = match read.len() {
                1 => read.into_iter().next().unwrap_or_default(),
                _ => "views".to_owned(),
            };
            put(&area, ObjectKind::View, &view.name);
            others.insert(&view.name, area);
        }
        for trigger in self.triggers.values() {
            let area = home.get(&trigger.on).or_else(|| others.get(&trigger.on));
            put(
                area.map_or("triggers", String::as_str),
                ObjectKind::Trigger,
                &trigger.name,
            );
        }
        let area = |(name, objects)| Area { name, objects };
        areas.into_iter().map(area).collect()
    }

    /// The area of each table.
    fn homes(&self) -> BTreeMap<Name, String> {
        let skipped = self.common_word();
        let mut groups: BTreeMap<String, Vec<&Name>> = BTreeMap::new();
        for table in self.tables.keys() {
            groups.entry(stem(table, skipped.as_deref())).or_default().push(table);
        }
        let mut home: BTreeMap<&Name, String> = BTreeMap::new();
        for (stem, tables) in &groups {
            // The table that has the name of them all, `orders` of `orders` and `order_items`.
            let is_it = |it: &&&Name| words(it.as_str()).len() <= 1 + usize::from(skipped.is_some());
            let area = match (tables.as_slice(), tables.iter().find(is_it)) {
                ([only], _) => plain(only.as_str()),
                (_, Some(first)) => plain(first.as_str()),
                (_, None) => stem.clone(),
            };
            home.extend(tables.iter().map(|it| (*it, area.clone())));
        }
        // A table that no other has a name in common with goes to the one it refers to.
        let children = self.children_by_parent();
        let users = |parent: &Name| {
            children
                .get(parent)
                .map_or(0, |it| it.iter().collect::<BTreeSet<_>>().len())
        };
        let single = groups.values().filter(|it| it.len() == 1).flatten().copied();
        let mut goes_to: BTreeMap<&Name, &Name> = BTreeMap::new();
        for name in single {
            let keys = self.tables.get(name).into_iter().flat_map(|it| &it.foreign_keys);
            let parents = keys.map(|it| &it.parent);
            let parents = parents.filter(|it| *it != name && users(it) < HUB && self.tables.contains_key(it));
            goes_to.extend(parents.min_by_key(|it| users(it)).map(|it| (name, it)));
        }
        let of = |name: &Name| {
            let mut path = vec![name];
            while let Some(next) = path.last().and_then(|it| goes_to.get(it)) {
                if let Some(at) = path.iter().position(|it| it == next) {
                    // A circle: all of it goes to one of them.
                    let first = path.iter().skip(at).min();
                    return first.and_then(|it| home.get(it)).cloned().unwrap_or_default();
                }
                path.push(next);
            }
            path.last().and_then(|it| home.get(it)).cloned().unwrap_or_default()
        };
        self.tables.keys().map(|it| (it.clone(), of(it))).collect()
    }

    /// The first word of most names, `app` of `app_users` and `app_orders`: it tells no area from another.
    fn common_word(&self) -> Option<String> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for table in self.tables.keys() {
            let mut words = words(table.as_str()).into_iter();
            if let (Some(first), Some(_)) = (words.next(), words.next()) {
                *counts.entry(first).or_default() += 1;
            }
        }
        let is_common = |count: usize| self.tables.len() > 3 && count * 3 > self.tables.len() * 2;
        counts.into_iter().find(|(_, count)| is_common(*count)).map(|it| it.0)
    }

    /// The tables, each after those it refers to; by name where that leaves a choice, and within a circle.
    fn tables_by_reference(&self) -> Vec<&Name> {
        let mut ordered: Vec<&Name> = Vec::new();
        let mut waiting: BTreeSet<&Name> = self.tables.keys().collect();
        while !waiting.is_empty() {
            let is_free = |name: &&&Name| {
                let keys = self.tables.get(name).into_iter().flat_map(|it| &it.foreign_keys);
                let mut parents = keys.map(|it| &it.parent);
                parents.all(|it| it == **name || !waiting.contains(it))
            };
            let free: Vec<&Name> = waiting.iter().filter(is_free).copied().collect();
            let next = if free.is_empty() {
                waiting.first().copied().into_iter().collect()
            } else {
                free
            };
            for name in next {
                waiting.remove(name);
                ordered.push(name);
            }
        }
        ordered
    }
}

/// The word that tables of one area have in common, without a plural's ending.
fn stem(table: &Name, skipped: Option<&str>) -> String {
    let all = words(table.as_str());
    let mut words = all.iter().filter(|it| Some(it.as_str()) != skipped);
    let first = words.next().or(all.first()).cloned().unwrap_or_default();
    let singular = match first.strip_suffix("ies") {
        Some(start) if start.len() > 1 => format!("{start}y"),
        _ if first.ends_with("ss") || first.len() < 4 => first,
        _ => first.strip_suffix('s').unwrap_or(&first).to_owned(),
    };
    plain(&singular)
}

/// The words of a name: `order`, `items` of `order_items`, `orderItems` and `OrderItems`.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for letter in name.chars() {
        let is_upper = letter.is_uppercase();
        if !letter.is_alphanumeric() || is_upper && was_lower {
            words.push(String::new());
        }
        if letter.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
        was_lower = letter.is_lowercase() || letter.is_numeric();
    }
    words.retain(|it| !it.is_empty());
    words
}

/// A name as that of a file: lower case, and never a way out of its folder.
fn plain(name: &str) -> String {
    let is_plain = |it: char| it.is_alphanumeric() || it == '-' || it == '_';
    let name: String = name
        .to_lowercase()
        .chars()
        .map(|it| if is_plain(it) { it } else { '-' })
        .collect();
    match name.trim_matches(['-', '_']) {
        "" => "schema".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::database::Scratch;
    use crate::introspect::{Ownership, read_beside};

    fn areas(sql: &str) -> Vec<String> {
        let mut scratch = Scratch::new().unwrap();
        scratch.execute(sql).unwrap();
        let schema = read_beside(&mut scratch, &Ownership::whole()).unwrap().schema;
        let said = |it: Area| {
            let names: Vec<&str> = it.objects.iter().map(|it| it.name.as_str()).collect();
            format!("{}: {}", it.name, names.join(" "))
        };
        schema.areas().into_iter().map(said).collect()
    }

    #[test]
    fn by_names_then_by_references() {
        assert_eq!(
            areas(
                "CREATE TABLE users (id INTEGER PRIMARY KEY); CREATE TABLE user_roles (user_id REFERENCES users);
                CREATE TABLE sessions (id, user_id REFERENCES users);
                CREATE TABLE order_items (order_id REFERENCES orders, product_id REFERENCES products);
                CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id REFERENCES users); CREATE INDEX by_user ON orders (user_id);
                CREATE TABLE products (id INTEGER PRIMARY KEY); CREATE TABLE stock (product_id REFERENCES products);
                CREATE TABLE posts (id INTEGER PRIMARY KEY, author REFERENCES users);
                CREATE TABLE comments (post_id REFERENCES posts, author REFERENCES users);
                CREATE TABLE settings (name, value);
                CREATE VIRTUAL TABLE posts_fts USING fts5 (body, content='posts');
                CREATE VIEW sold AS SELECT * FROM orders JOIN order_items ON order_id = orders.id;
                CREATE VIEW everything AS SELECT * FROM orders, products;
                CREATE TRIGGER t AFTER INSERT ON posts BEGIN SELECT 1; END;"
            ),
            [
                "orders: orders by_user order_items sold",
                "posts: posts comments posts_fts t",
                "products: products stock",
                "sessions: sessions",
                "settings: settings",
                "users: users user_roles",
                "views: everything",
            ]
        );
    }

    #[test]
    fn a_word_that_all_names_begin_with_is_no_area() {
        assert_eq!(
            areas(
                "CREATE TABLE app_users (id); CREATE TABLE app_user_roles (id); CREATE TABLE app_orders (id);
                CREATE TABLE app_order_items (id); CREATE TABLE meta (id)"
            ),
            [
                "app_orders: app_order_items app_orders",
                "app_users: app_user_roles app_users",
                "meta: meta"
            ]
        );
        assert_eq!(
            areas("CREATE TABLE Post (id); CREATE TABLE PostTag (id); CREATE TABLE \"a/../b\" (id)"),
            ["a----b: a/../b", "post: Post PostTag"]
        );
    }

    #[test]
    fn a_circle_of_references() {
        assert_eq!(
            areas("CREATE TABLE a (b REFERENCES b); CREATE TABLE b (a REFERENCES a)"),
            ["a: a b"]
        );
    }
}
