//! What packages install beside the program: completions and manual pages.

use std::process::Command;

use crate::Sandbox;

#[test]
fn every_shell_gets_the_commands() {
    let sandbox = Sandbox::empty();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = sandbox.run(&["completions", shell]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{shell}");
        for word in ["plan", "apply", "preflight", "fleet"] {
            assert!(run.stdout.contains(word), "{shell}: {word}");
        }
    }
    assert_eq!(sandbox.run(&["completions", "dos"]).code, 1);
}

#[test]
fn bash_completes_a_command() {
    let sandbox = Sandbox::empty();
    sandbox.write("completions.bash", &sandbox.run(&["completions", "bash"]).stdout);
    let script = "source completions.bash; COMP_WORDS=(reconcile pre); COMP_CWORD=1; _reconcile reconcile pre reconcile; \
                  echo \"${COMPREPLY[@]}\"";
    let output = Command::new("bash")
        .args(["-c", script])
        .current_dir(sandbox.path(""))
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "preflight\n");
}

#[test]
fn each_command_has_a_manual_page() {
    let sandbox = Sandbox::empty();
    let run = sandbox.run(&["man", "man"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""));
    for page in ["reconcile.1", "reconcile-plan.1", "reconcile-fleet-list.1"] {
        assert!(sandbox.read(&format!("man/{page}")).contains(".TH reconcile"), "{page}");
    }
    sandbox.write("file", "");
    sandbox.run(&["man", "file"]).is(
        1,
        snapbox::str![],
        snapbox::str![[r#"
error: cannot write file: File exists (os error 17)
help: move it away, or work in another folder

"#]],
    );
}
