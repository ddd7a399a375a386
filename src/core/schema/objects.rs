//! The objects of one kind, by name. A copy of a schema shares them with the original until one of the two changes them.

use std::collections::{BTreeMap, BTreeSet, btree_map};
use std::fmt;
use std::ops::Index;
use std::sync::{Arc, OnceLock};

use super::Name;
use super::canonical_form::Form;
use super::positions::may_use_positions;

/// Objects by name, in the order of their names. A copy is cheap: both hold the same objects.
pub struct Objects<T>(BTreeMap<Name, Arc<Shared<T>>>);

/// An object, and its canonical form once somebody asked for it. Nobody gets a `&mut` to the object without losing the form.
struct Shared<T> {
    object: T,
    form: OnceLock<Box<str>>,
    /// The form of earlier versions; none where it is the same.
    earlier: OnceLock<Option<Box<str>>>,
    /// Its text may use columns by their positions.
    positions: OnceLock<bool>,
}

impl<T> Shared<T> {
    fn new(object: T) -> Self {
        Self {
            object,
            form: OnceLock::new(),
            earlier: OnceLock::new(),
            positions: OnceLock::new(),
        }
    }

    /// Forgets what was known of the object: it may become another one.
    fn forget(&mut self) {
        self.form = OnceLock::new();
        self.earlier = OnceLock::new();
        self.positions = OnceLock::new();
    }
}

impl<T: Clone> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self::new(self.object.clone())
    }
}

impl<T> Objects<T> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The object of this name.
    pub fn get(&self, name: &Name) -> Option<&T> {
        self.0.get(name).map(|it| &it.object)
    }

    /// The object of this name, with the name as it is written here.
    pub fn get_key_value(&self, name: &Name) -> Option<(&Name, &T)> {
        self.0.get_key_value(name).map(|(name, it)| (name, &it.object))
    }

    /// True if there is an object of this name.
    pub fn contains_key(&self, name: &Name) -> bool {
        self.0.contains_key(name)
    }

    /// The names.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &Name> + ExactSizeIterator + Clone {
        self.0.keys()
    }

    /// The objects.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &T> + ExactSizeIterator + Clone {
        self.0.values().map(|it| &it.object)
    }

    /// Names and objects.
    pub fn iter(&self) -> Iter<'_, T> {
        Iter(self.0.iter())
    }

    /// Puts an object in, in the place of the one of that name.
    pub fn insert(&mut self, name: Name, object: T) {
        self.0.insert(name, Arc::new(Shared::new(object)));
    }

    /// Takes an object out.
    pub fn remove(&mut self, name: &Name) {
        self.0.remove(name);
    }

    /// Keeps those of which this is true.
    pub fn retain(&mut self, mut keeps: impl FnMut(&Name, &T) -> bool) {
        self.0.retain(|name, it| keeps(name, &it.object));
    }

    /// Takes all of them out.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Those that `other` does not share: it has none of that name, or another one.
    pub(crate) fn unshared<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a T> {
        let mut others = other.0.iter().peekable();
        self.0.iter().filter_map(move |(name, it)| {
            while others.next_if(|other| other.0 < name).is_some() {}
            let is_shared = others
                .next_if(|other| other.0 == name)
                .is_some_and(|other| Arc::ptr_eq(other.1, it));
            (!is_shared).then_some(&it.object)
        })
    }

    /// Those of these names.
    pub(super) fn named(&self, names: &BTreeSet<Name>) -> Self {
        let found = names.iter().filter_map(|it| self.0.get_key_value(it));
        Self(found.map(|(name, it)| (name.clone(), Arc::clone(it))).collect())
    }

    /// Those of which this is true.
    pub(super) fn part(&self, mut keeps: impl FnMut(&T) -> bool) -> Self {
        let kept = self.0.iter().filter(|it| keeps(&it.1.object));
        Self(kept.map(|(name, it)| (name.clone(), Arc::clone(it))).collect())
    }
}

impl<T: Clone> Objects<T> {
    /// The object of this name, to change it.
    pub fn get_mut(&mut self, name: &Name) -> Option<&mut T> {
        let shared = Arc::make_mut(self.0.get_mut(name)?);
        shared.forget();
        Some(&mut shared.object)
    }
}

impl<T> Objects<T> {
    /// The canonical form of each.
    pub(super) fn forms(&self) -> impl Iterator<Item = &str>
    where
        T: Form,
    {
        self.0.values().map(|it| form(it))
    }

    /// Those whose texts may use columns by their positions.
    pub(super) fn with_positions(&self, text: impl Fn(&T) -> &str) -> impl Iterator<Item = &T> {
        let may = move |it: &&Arc<Shared<T>>| {
            let known = it.positions.get_or_init(|| may_use_positions(text(&it.object)));
            *known
        };
        self.0.values().filter(may).map(|it| &it.object)
    }

    /// As [`Objects::forms`], in earlier versions.
    pub(super) fn earlier_forms(&self) -> impl Iterator<Item = &str>
    where
        T: Form,
    {
        let earlier = |it: &'_ Arc<Shared<T>>| {
            let has_earlier = it.object.has_earlier_form();
            has_earlier.then(|| it.object.earlier_form().into())
        };
        self.0.values().map(move |it| {
            let earlier = it.earlier.get_or_init(|| earlier(it));
            earlier.as_deref().unwrap_or_else(|| form(it))
        })
    }

    /// True if the form of some was another one in earlier versions.
    pub(super) fn have_earlier_forms(&self) -> bool
    where
        T: Form,
    {
        self.0.values().any(|it| it.object.has_earlier_form())
    }
}

fn form<T: Form>(shared: &Shared<T>) -> &str {
    shared.form.get_or_init(|| shared.object.form().into())
}

impl<T> Clone for Objects<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Default for Objects<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T: fmt::Debug> fmt::Debug for Objects<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

impl<T: PartialEq> PartialEq for Objects<T> {
    fn eq(&self, other: &Self) -> bool {
        let mut pairs = self.0.iter().zip(&other.0);
        let is_same =
            |one: &Arc<Shared<T>>, other: &Arc<Shared<T>>| Arc::ptr_eq(one, other) || one.object == other.object;
        self.len() == other.len() && pairs.all(|(one, other)| one.0 == other.0 && is_same(one.1, other.1))
    }
}
impl<T: Eq> Eq for Objects<T> {}

/// Panics where there is no object of this name, as other maps do.
impl<T> Index<&Name> for Objects<T> {
    type Output = T;

    #[expect(clippy::indexing_slicing, reason = "it is what an index is")]
    fn index(&self, name: &Name) -> &T {
        &self.0[name].object
    }
}

impl<T> FromIterator<(Name, T)> for Objects<T> {
    fn from_iter<I: IntoIterator<Item = (Name, T)>>(objects: I) -> Self {
        let objects = objects.into_iter();
        Self(objects.map(|(name, it)| (name, Arc::new(Shared::new(it)))).collect())
    }
}

impl<T> Extend<(Name, T)> for Objects<T> {
    fn extend<I: IntoIterator<Item = (Name, T)>>(&mut self, objects: I) {
        objects.into_iter().for_each(|(name, it)| self.insert(name, it));
    }
}

/// Names and objects, borrowed.
pub struct Iter<'a, T>(btree_map::Iter<'a, Name, Arc<Shared<T>>>);

impl<'a, T> Iterator for Iter<'a, T> {
    type Item = (&'a Name, &'a T);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(name, it)| (name, &it.object))
    }
}

impl<'a, T> IntoIterator for &'a Objects<T> {
    type Item = (&'a Name, &'a T);
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
