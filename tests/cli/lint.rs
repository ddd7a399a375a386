//! `lint`: places and remedies.

use snapbox::str;

use crate::Sandbox;

#[test]
fn nothing_to_complain_about() {
    let sandbox = Sandbox::applied();
    sandbox.run(&["lint"]).is(
        0,
        str![[r#"
generated and the schema: nothing to complain about

"#]],
        str![],
    );
    assert_eq!(sandbox.run(&["lint", "--format", "json"]).json()["verdict"], "ok");
}
