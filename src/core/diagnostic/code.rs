//! Every code that there is: its name, the names that it had before, how much it matters, where it is explained.

use super::Severity;
use crate::sql::did_you_mean;

/// Who finds what a code stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// `plan`, and `lint` of the same change.
    Hazard,
    /// `lint` alone.
    Lint,
    /// `verify` alone. Nobody can allow it.
    Verify,
}

macro_rules! codes {
    ($($group:ident { $($code:ident = $name:literal $severity:ident [$($alias:literal),*],)+ })+) => {
        /// The stable name of a kind of finding, as `--allow`, policy, comments, JSON and `explain` use it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $name] $code,)+)+
        }

        impl Code {
            /// All codes, hazards first.
            pub const ALL: &[Self] = &[$($(Self::$code,)+)+];

            /// As people write it: `drop-column`.
            pub const fn name(self) -> &'static str {
                match self {
                    $($(Self::$code => $name,)+)+
                }
            }

            /// The names that mean the same in files of before.
            pub const fn aliases(self) -> &'static [&'static str] {
                match self {
                    $($(Self::$code => &[$($alias),*],)+)+
                }
            }

            /// How much it matters, at most.
            pub const fn severity(self) -> Severity {
                match self {
                    $($(Self::$code => Severity::$severity,)+)+
                }
            }

            /// Who finds it.
            pub const fn group(self) -> Group {
                match self {
                    $($(Self::$code => Group::$group,)+)+
                }
            }
        }
    };
}

codes! {
    Hazard {
        DropAll = "drop-all" Danger [],
        DropTable = "drop-table" Danger [],
        DropColumn = "drop-column" Danger [],
        DeleteRows = "delete-rows" Danger [],
        PossibleRename = "possible-rename" Danger [],
        RequiredColumn = "required-column" Danger [],
        AddNotNull = "add-not-null" Danger [],
        AddUnique = "add-unique" Danger [],
        AddCheck = "add-check" Danger [],
        AddForeignKey = "add-foreign-key" Danger [],
        FailingExpression = "failing-expression" Danger [],
        LossyConversion = "lossy-conversion" Danger [],
        TypeMismatch = "type-mismatch" Danger [],
        UnconvertedText = "unconverted-text" Warning [],
        DropReferencedTable = "drop-referenced-table" Danger ["lost-parent"],
        DeleteReferencedRows = "delete-referenced-rows" Danger [],
        NotAnIntegerKey = "not-an-integer-key" Danger ["becomes-rowid"],
        DropSearchContents = "drop-search-contents" Danger [],
        RewritesTable = "rewrites-table" Note [],
        OversizedRow = "oversized-row" Danger [],
        VolatileBackfill = "volatile-backfill" Note [],
        BackfillLeavesNull = "backfill-leaves-null" Note [],
        Rename = "rename" Warning [],
        DropIndex = "drop-index" Warning [],
        DropView = "drop-view" Warning ["drop-code"],
        BreaksApp = "breaks-app" Warning ["breaks-old-code"],
        AppNeedsMigration = "app-needs-migration" Warning ["breaks-new-code"],
        LargeRebuild = "large-rebuild" Warning [],
        ColumnOrderChanged = "column-order-changed" Warning [],
        DoubleQuotedString = "double-quoted-string" Warning [],
        MixedAffinity = "mixed-affinity" Warning [],
        ForeignKeyWithoutIndex = "foreign-key-without-index" Note [],
        NeedlessAutoincrement = "needless-autoincrement" Note [],
        ConfusableName = "confusable-name" Note [],
    }
    Lint {
        RowsLost = "rows-lost" Error ["drop-cascades", "replace-cascades", "partial-copy", "recreated-empty"],
        ValuesLost = "values-lost" Error ["lost-values", "copy-order"],
        SideEffect = "side-effect" Warning [],
        GuaranteeLost = "guarantee-lost" Warning ["lost-index", "lost-trigger", "lost-sequence", "copy-as-table"],
        WrongCondition = "wrong-condition" Warning [],
        NotMeasured = "not-measured" Note [],
        NoRows = "no-rows" Warning [],
        DropBlocked = "drop-blocked" Error [],
        ShadowTable = "shadow-table" Error [],
        DanglingReference = "dangling-reference" Error [],
        BrokenObject = "broken-object" Error [],
        OrphanedRows = "orphaned-rows" Error [],
        DoesNotRun = "does-not-run" Error [],
        NoEffect = "no-effect" Warning [],
        LedgerTable = "ledger-table" Error [],
        UnfilteredWrite = "unfiltered-write" Warning [],
        RefusedPragma = "refused-pragma" Error [],
        StickyPragma = "sticky-pragma" Warning [],
        ForgottenViolations = "forgotten-violations" Note [],
        AttachOrVacuum = "attach-or-vacuum" Error [],
        TemporaryObject = "temporary-object" Error [],
        RefusedAlter = "refused-alter" Error [],
        NotAuthorized = "not-authorized" Error [],
        StatementTooLong = "statement-too-long" Error [],
        LongPattern = "long-pattern" Error [],
        NeedsRows = "needs-rows" Warning [],
        AddColumnFails = "add-column-fails" Error [],
        TransactionStatement = "transaction-statement" Error [],
        ForeignKeysPragma = "foreign-keys-pragma" Warning [],
        SplitTrigger = "split-trigger" Warning ["splitter"],
        Unterminated = "unterminated" Warning [],
        EndlessComment = "endless-comment" Error [],
        DuplicateNumber = "duplicate-number" Warning [],
        NeedlessIndex = "needless-index" Note [],
        NoPrimaryKey = "no-primary-key" Note [],
        Naming = "naming" Warning [],
        FileName = "file-name" Warning [],
        MixedPurpose = "mixed-purpose" Warning [],
        SecretValue = "secret-value" Warning [],
        PersonalData = "personal-data" Warning [],
        MissingNumber = "missing-number" Warning ["gap"],
        BrokenSeal = "broken-seal" Warning [],
        Schema = "schema" Warning [],
        AllowWithoutReason = "allow-without-reason" Warning [],
        UnusedAllow = "unused-allow" Note [],
    }
    Verify {
        Replay = "replay" Error [],
        OtherStart = "other-start" Error [],
        OtherResult = "other-result" Error [],
        Unknown = "unknown" Error [],
        NotDesired = "not-desired" Error [],
        NotRepeatable = "not-repeatable" Error [],
        NotInBatches = "not-in-batches" Error [],
    }
}

impl Code {
    /// The hazards, which `--allow` and `allow … because …` in the schema may name.
    pub fn hazards() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|it| it.group() == Group::Hazard)
    }

    /// The codes that policy and comments in migrations may name: hazards, and what `lint` alone finds.
    pub fn named() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|it| it.group() != Group::Verify)
    }

    /// The code that people mean by this name, which may be one of before.
    pub fn read(name: &str) -> Option<Self> {
        Self::named().find(|it| it.is_called(name))
    }

    /// True for its name, and for those of before.
    pub fn is_called(self, name: &str) -> bool {
        self.name() == name || self.aliases().contains(&name)
    }

    /// True if the value of `--allow` names it, or says `all`.
    pub fn is_among(self, allowed: &[String]) -> bool {
        allowed.iter().any(|it| self.is_called(it) || it == "all")
    }

    /// The comment that allows it in a migration.
    pub fn allow_comment(self) -> String {
        format!("-- reconcile: allow {self} because REASON")
    }

    /// The page of the documentation that explains it.
    pub fn page(self) -> String {
        match self.group() {
            Group::Hazard => format!("docs/hazards/{self}.md"),
            Group::Lint => format!("docs/lint.md#{self}"),
            Group::Verify => "docs/commands/verify.md".to_owned(),
        }
    }
}

/// What to do about a code that there is not, of these.
pub fn meant(code: &str, known: impl Iterator<Item = &'static str>) -> String {
    did_you_mean(code, known, "`reconcile explain` lists all codes")
}

// Lists are in the order of the names.
impl Ord for Code {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.name().cmp(other.name())
    }
}

impl PartialOrd for Code {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

impl serde::Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::nearest;

    #[test]
    fn names_are_unique_and_kebab_case() {
        let names = || {
            Code::ALL
                .iter()
                .flat_map(|it| it.aliases().iter().copied().chain([it.name()]))
        };
        let unique: std::collections::BTreeSet<&str> = names().collect();
        assert_eq!(unique.len(), names().count());
        let is_kebab = |name: &str| {
            name.bytes()
                .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-')
        };
        assert!(names().all(is_kebab));
        assert_eq!(Code::read("lost-index"), Some(Code::GuaranteeLost));
        assert_eq!(Code::read("not-desired"), None, "nobody can allow it");
    }

    #[test]
    fn the_nearest_code() {
        for (typed, meant) in [
            ("drop-colum", Some("drop-column")),
            ("drp-table", Some("drop-table")),
            ("drop-tabel", Some("drop-table")),
            ("drop_column", Some("drop-column")),
            ("Drop-Table", Some("drop-table")),
            ("not-nul", None),
            ("", None),
            ("é", None),
        ] {
            assert_eq!(nearest(typed, Code::named().map(Code::name)), meant, "{typed}");
        }
        assert_eq!(
            nearest("unfilterd-write", Code::named().map(Code::name)),
            Some("unfiltered-write")
        );
        assert_eq!(nearest("unfilterd-write", Code::hazards().map(Code::name)), None);
    }
}
