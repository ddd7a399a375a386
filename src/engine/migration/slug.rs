//! The words of a file name, made from a description.

/// Long enough to say something, short enough for every file system and terminal.
const LENGTH: usize = 60;

/// `Add teams & roles!` → `add_teams_roles`. ASCII only: file systems disagree on how other letters are encoded, and
/// the name is a key in the ledger.
pub fn slug(description: &str) -> String {
    let mut slug = String::new();
    for letter in description.chars() {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('_') {
            slug.push('_');
        }
        if slug.len() >= LENGTH {
            break;
        }
    }
    let slug = slug.trim_end_matches('_');
    if slug.is_empty() { "migration" } else { slug }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_letters_and_digits_only() {
        assert_eq!(slug("Add teams & roles!"), "add_teams_roles");
        assert_eq!(slug("  ../../etc/passwd\0"), "etc_passwd");
        assert_eq!(slug("rename users.mail → users.email"), "rename_users_mail_users_email");
    }

    #[test]
    fn is_never_empty_nor_endless() {
        assert_eq!(slug("表"), "migration");
        assert_eq!(slug(""), "migration");
        assert_eq!(slug(&"ab ".repeat(100)).len(), 59);
    }
}
