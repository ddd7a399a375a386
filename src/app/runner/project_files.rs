//! All files of a runner's project.

use super::{Binding, Error, Runner, data_modules, online_parts, worker_config};

/// Code that is the same for every fleet.
const CODE: &[(&str, &str)] = &[
    ("src/apply-database.ts", include_str!("templates/src/apply-database.ts")),
    ("src/database.ts", include_str!("templates/src/database.ts")),
    ("src/driver.ts", include_str!("templates/src/driver.ts")),
    ("src/online.ts", include_str!("templates/src/online.ts")),
    ("src/results.ts", include_str!("templates/src/results.ts")),
    ("src/shape.ts", include_str!("templates/src/shape.ts")),
    ("package.json", include_str!("templates/package.json")),
    ("tsconfig.json", include_str!("templates/tsconfig.json")),
];

const INDEX: &str = include_str!("templates/shard/index.ts");
const README: &str = include_str!("templates/README.md");

/// Paths and texts.
pub(super) fn all(runner: &Runner<'_>) -> Result<Vec<(String, String)>, Error> {
    let mut files: Vec<(String, String)> = CODE
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect();
    files.push(("src/run.ts".to_owned(), data_modules::run(runner)));
    files.push(("src/migrations.ts".to_owned(), data_modules::migrations(runner)));
    files.push(("src/parts.ts".to_owned(), online_parts::parts(runner)?));
    files.push(("src/shapes.ts".to_owned(), data_modules::shapes(runner)?));
    let shards = shards(runner);
    for (number, members) in (1..).zip(&shards) {
        let path = |name: &str| format!("shards/{number}/{name}");
        files.push((path("index.ts"), INDEX.to_owned()));
        files.push((path("members.ts"), data_modules::members(number, members)));
        files.push((path("wrangler.jsonc"), worker_config::config(runner, number, members)));
    }
    files.push(("README.md".to_owned(), readme(runner, shards.len())));
    files.sort();
    Ok(files)
}

/// The databases of each shard, each with the number of its wave. The first waves are spread over the first shards.
pub(super) fn shards<'r>(runner: &'r Runner<'_>) -> Vec<Vec<(usize, &'r Binding)>> {
    let members = runner.waves.iter().enumerate();
    let members: Vec<(usize, &Binding)> = members
        .flat_map(|(wave, it)| it.members.iter().map(move |member| (wave, member)))
        .collect();
    members.chunks(runner.shard_size.max(1)).map(<[_]>::to_vec).collect()
}

/// The commands that send a shard and let it start, in the project's folder.
pub(super) fn commands(runner: &Runner<'_>) -> Vec<[Vec<String>; 2]> {
    let command = |words: &[&str]| words.iter().map(|it| (*it).to_owned()).collect();
    (1..=shards(runner).len())
        .map(|shard| {
            let config = format!("shards/{shard}/wrangler.jsonc");
            let driver = worker_config::driver(runner, shard);
            let id = format!("{}-shard-{shard}", runner.run);
            [
                command(&["deploy", "--config", &config]),
                command(&["workflows", "trigger", &driver, "--id", &id, "--config", &config]),
            ]
        })
        .collect()
}

fn readme(runner: &Runner<'_>, shards: usize) -> String {
    let lines: Vec<String> = commands(runner)
        .into_iter()
        .flatten()
        .map(|it| format!("npx wrangler {}", it.join(" ")))
        .collect();
    let members: usize = runner.waves.iter().map(|it| it.members.len()).sum();
    README
        .replace("{fleet}", &runner.fleet)
        .replace("{run}", &runner.run)
        .replace("{members}", &members.to_string())
        .replace("{shards}", &shards.to_string())
        .replace("{central}", &runner.central.name)
        .replace("{commands}", &lines.join("\n"))
}
