//! Checks that the tree is what ARCHITECTURE.md says. Also run as plain tests.

use std::fs;
use std::path::{Path, PathBuf};

/// What each layer may use, our crates and others.
const LAYERS: [(&str, &[&str]); 3] = [("values", &[]), ("scoring", &["values"]), ("cycle", &["scoring", "values"])];

/// Our crates a layer above the pure ones may use.
const OURS: [(&str, &[&str]); 6] = [
    ("storage", &["values", "scoring", "cycle"]),
    ("exchange", &["values", "scoring", "cycle"]),
    ("app", &["values", "scoring", "cycle", "storage", "exchange"]),
    ("web", &["values", "scoring", "cycle", "exchange", "app"]),
    ("scenario", &["values", "scoring", "cycle", "exchange", "app"]),
    ("server", &["values", "scoring", "cycle", "storage", "exchange", "app", "web", "scenario"]),
];

/// Prints every finding.
///
/// # Errors
/// How many findings there are.
pub fn report() -> Result<(), String> {
    let found: Vec<String> = [layers(), unsaid_modules(), long_files()].concat();
    found.iter().for_each(|finding| println!("{finding}"));
    if found.is_empty() { Ok(()) } else { Err(format!("{} findings", found.len())) }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// The names in a manifest's `[dependencies]`.
fn dependencies(krate: &str) -> Vec<String> {
    let manifest = fs::read_to_string(root().join("crates").join(krate).join("Cargo.toml")).unwrap_or_default();
    let section = manifest.split("[dependencies]").nth(1).unwrap_or("").split("\n[").next().unwrap_or("");
    section
        .lines()
        .filter_map(|line| line.split(['.', '=', ' ']).next())
        .filter(|name| !name.is_empty() && !name.starts_with('#'))
        .map(String::from)
        .collect()
}

fn layers() -> Vec<String> {
    let pure = LAYERS.iter().flat_map(|(krate, allowed)| {
        dependencies(krate)
            .into_iter()
            .filter(|name| !allowed.contains(&name.as_str()))
            .map(move |name| format!("{krate} is pure and may not use {name}"))
    });
    let all_ours: Vec<&str> = LAYERS.iter().map(|l| l.0).chain(OURS.iter().map(|l| l.0)).collect();
    let upper = OURS.iter().flat_map(|(krate, allowed)| {
        let ours = all_ours.clone();
        dependencies(krate)
            .into_iter()
            .filter(move |name| ours.contains(&name.as_str()) && !allowed.contains(&name.as_str()))
            .map(move |name| format!("{krate} may not use {name}: see ARCHITECTURE.md"))
    });
    pure.chain(upper).collect()
}

/// Every source file under `crates/*/src` and `xtask/src`.
fn sources() -> Vec<PathBuf> {
    let mut left = vec![root().join("crates"), root().join("xtask")];
    let mut found = Vec::new();
    while let Some(folder) = left.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            match path.is_dir() {
                true if entry.file_name() != "target" => left.push(path),
                false if path.extension().is_some_and(|end| end == "rs") => found.push(path),
                _ => {}
            }
        }
    }
    found.sort();
    found
}

/// Source files that do not say what they are for.
fn unsaid_modules() -> Vec<String> {
    let silent = |path: &PathBuf| !fs::read_to_string(path).unwrap_or_default().trim_start().starts_with("//!");
    sources().into_iter().filter(silent).map(|path| format!("{} does not begin by saying what it is for", path.display())).collect()
}

/// Source files nobody can hold in mind.
fn long_files() -> Vec<String> {
    let long = |path: &PathBuf| fs::read_to_string(path).unwrap_or_default().lines().count() > 600;
    sources().into_iter().filter(long).map(|path| format!("{} is over 600 lines: it wants a second room", path.display())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_layer_uses_only_what_the_map_allows() {
        assert_eq!(layers(), Vec::<String>::new());
    }

    #[test]
    fn every_file_says_what_it_is_for() {
        assert_eq!(unsaid_modules(), Vec::<String>::new());
    }

    #[test]
    fn no_file_is_too_long_to_hold_in_mind() {
        assert_eq!(long_files(), Vec::<String>::new());
    }

    #[test]
    fn every_crate_named_in_the_map_exists() {
        let map = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap_or_default();
        for (krate, _) in LAYERS.iter().chain(&OURS) {
            assert!(map.contains(&format!("`{krate}`")), "{krate} is missing in ARCHITECTURE.md");
            assert!(root().join("crates").join(krate).is_dir(), "{krate} is in the map but not in the tree");
        }
    }
}
