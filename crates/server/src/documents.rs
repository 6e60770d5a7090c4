//! Checks that what the documents tell people to type and to open is there.

use std::path::{Path, PathBuf};

use clap::CommandFactory as _;

use crate::arguments::Arguments;

const DOCUMENTS: [&str; 5] = ["README.md", "README.vi.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "docs/glossary.md"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn text(document: &str) -> String {
    std::fs::read_to_string(root().join(document)).unwrap_or_else(|why| panic!("{document}: {why}"))
}

/// Everything between two backticks, and the lines of blocks of code.
fn code(document: &str) -> Vec<String> {
    let text = text(document);
    let blocks = text.split("```").skip(1).step_by(2).flat_map(str::lines).map(str::to_owned);
    let prose: String = text.split("```").step_by(2).collect();
    let spans: Vec<String> = prose.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    blocks.chain(spans).collect()
}

fn all_code() -> impl Iterator<Item = (&'static str, String)> {
    DOCUMENTS.into_iter().flat_map(|document| code(document).into_iter().map(move |said| (document, said)))
}

#[test]
fn every_path_the_documents_name_is_there() {
    let looks_like_one = |said: &str| {
        ["crates/", "docs/", "xtask/", "e2e/"].iter().any(|start| said.starts_with(start)) && !said.contains(['<', '{', ' ', '*'])
    };
    for (document, said) in all_code().filter(|(_, said)| looks_like_one(said)) {
        assert!(root().join(&said).exists(), "{document} names {said}");
    }
}

#[test]
fn every_link_of_the_documents_leads_somewhere() {
    for document in DOCUMENTS {
        let text = text(document);
        let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for link in links.filter(|link| !link.starts_with("http")) {
            assert!(root().join(document).parent().is_some_and(|folder| folder.join(link).exists()), "{document} links to {link}");
        }
    }
}

#[test]
fn every_command_the_documents_name_can_be_typed() {
    let cli = Arguments::command();
    for (document, said) in all_code() {
        let Some(words) = said.strip_prefix("cargo run -- ").or_else(|| said.strip_prefix("giaouoc ")) else { continue };
        let mut words = words.split_whitespace();
        let command = words.next().and_then(|name| cli.find_subcommand(name));
        let command = command.unwrap_or_else(|| panic!("{document} names the command {said}"));
        for flag in words.filter_map(|word| word.strip_prefix("--")).filter(|flag| *flag != "help") {
            assert!(command.get_arguments().any(|known| known.get_long() == Some(flag)), "{document} names --{flag} in {said}");
        }
    }
}

#[test]
fn every_chore_the_documents_name_can_be_typed() {
    let known = text("xtask/src/main.rs");
    for (document, said) in all_code() {
        let Some(chore) = said.strip_prefix("cargo xtask ").and_then(|words| words.split_whitespace().next()) else { continue };
        assert!(known.contains(&format!("[\"{chore}\"")), "{document} names the chore {chore}");
    }
}

#[test]
fn both_readmes_show_the_same_commands_and_picture() {
    let shown = |document| {
        let text = text(document);
        let blocks: Vec<String> = text.split("```").skip(1).step_by(2).map(str::to_owned).collect();
        (blocks, text.matches("docs/pictures/sheet.png").count())
    };
    assert_eq!(shown("README.md"), shown("README.vi.md"));
}
