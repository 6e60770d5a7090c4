//! What the tests need from the system: installed when allowed, otherwise named exactly.

use std::path::Path;
use std::process::Command;

/// A Debian package and a file that is there once it is installed.
struct Package {
    name: &'static str,
    shows: &'static str,
    why: &'static str,
}

const PACKAGES: [Package; 6] = [
    Package { name: "gcc", shows: "/usr/bin/gcc", why: "the power-loss shim" },
    Package { name: "chromium", shows: "/usr/bin/chromium", why: "the browser tests" },
    Package { name: "postgresql", shows: "/usr/lib/postgresql", why: "the second engine" },
    Package { name: "fonts-noto-core", shows: "/usr/share/fonts/truetype/noto", why: "pictures with Vietnamese letters" },
    Package { name: "nodejs", shows: "/usr/bin/node", why: "the browser tests" },
    Package { name: "npm", shows: "/usr/bin/npm", why: "the browser tests' two libraries" },
];

/// Installs the missing packages and the browser tests' own libraries.
///
/// # Errors
/// Says which command to run where this user may not install.
pub fn everything() -> Result<(), String> {
    let missing: Vec<&Package> = PACKAGES.iter().filter(|package| !present(package)).collect();
    if !missing.is_empty() {
        install(&missing)?;
    }
    if !Path::new("e2e/node_modules").exists() {
        run("npm", &["ci", "--prefix", "e2e", "--no-audit", "--no-fund"])?;
    }
    Ok(())
}

fn present(package: &Package) -> bool {
    Path::new(package.shows).exists()
        || (["nodejs", "npm"].contains(&package.name) && run_quietly(package.shows.trim_start_matches("/usr/bin/"), &["--version"]))
}

fn install(missing: &[&Package]) -> Result<(), String> {
    let names: Vec<&str> = missing.iter().map(|package| package.name).collect();
    if !run_quietly("test", &["-w", "/var/lib/dpkg/lock"]) {
        let reasons: Vec<String> = missing.iter().map(|p| format!("  {}: {}", p.name, p.why)).collect();
        return Err(format!("these packages are missing:\n{}\nrun: sudo apt-get install {}", reasons.join("\n"), names.join(" ")));
    }
    println!("installing {}", names.join(", "));
    run("apt-get", &["update", "-qq"])?;
    let mut words = vec!["install", "-y", "-qq", "--no-install-recommends"];
    words.extend(names);
    run("apt-get", &words)
}

/// Runs a command and shows what it prints.
///
/// # Errors
/// Names the command when it cannot start or ends badly.
pub fn run(program: &str, words: &[&str]) -> Result<(), String> {
    run_with(program, words, &[])
}

/// As [`run`], with variables of the environment.
///
/// # Errors
/// Names the command when it cannot start or ends badly.
pub fn run_with(program: &str, words: &[&str], variables: &[(&str, &str)]) -> Result<(), String> {
    let shown = format!("{program} {}", words.join(" "));
    println!("\n$ {shown}");
    let ended = Command::new(program)
        .args(words)
        .envs(variables.iter().copied())
        .env("DEBIAN_FRONTEND", "noninteractive")
        .status()
        .map_err(|why| format!("cannot start `{shown}`: {why}"))?;
    if ended.success() { Ok(()) } else { Err(format!("`{shown}` ended with {ended}")) }
}

fn run_quietly(program: &str, words: &[&str]) -> bool {
    Command::new(program).args(words).output().is_ok_and(|ended| ended.status.success())
}
