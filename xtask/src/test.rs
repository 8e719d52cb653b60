//! Everything that must hold, in the order that finds mistakes soonest. Ends with one line of counts.

use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Result, bail};

use crate::build::{Kind, wasm};
use crate::tools::{WASM, cargo, need_rust, need_wasm_target, run as exec, target_dir};
use crate::{browser, corpus, package, tools};

/// Passed and failed, over all runners.
#[derive(Default)]
struct Counts {
    passed: u32,
    failed: u32,
}

pub(crate) fn run(args: &[String]) -> Result<()> {
    let fast = args.iter().any(|a| a == "--fast");
    need_rust()?;
    need_wasm_target()?;
    let mut counts = Counts::default();

    step(&mut counts, "format", || exec(cargo().args(["fmt", "--all", "--check"])));
    let deny = ["--", "-D", "warnings"];
    step(&mut counts, "clippy, host", || {
        exec(cargo().args(["clippy", "--workspace", "--all-targets", "--quiet"]).args(deny))
    });
    step(&mut counts, "clippy, wasm32", || {
        exec(
            cargo()
                .args(["clippy", "--lib", "--target", WASM, "--no-default-features", "--quiet"])
                .args(deny),
        )
    });
    counted(
        &mut counts,
        "unit and suite",
        cargo().args(["test", "--workspace", "--all-targets", "--no-fail-fast"]),
    );
    counted(&mut counts, "examples in the docs", cargo().args(["test", "--workspace", "--doc"]));
    step(&mut counts, "documentation", || {
        exec(
            cargo()
                .args(["doc", "--no-deps", "--quiet", "--package", "biffure"])
                .env("RUSTDOCFLAGS", "-D warnings"),
        )
    });
    if !fast {
        step(&mut counts, "wasm and its budget", || wasm(Kind::Release));
        step(&mut counts, "npm packages", browser::packages);
        step(&mut counts, "corpus, foreign engines", || corpus::run(&[]));
        step(&mut counts, "npm package", || package::run(&[]));
        step(&mut counts, "server", tools::binaries);
        counted_specs(&mut counts);
    }
    println!("\n{} passed, {} failed", counts.passed, counts.failed);
    if counts.failed > 0 {
        bail!("not everything holds");
    }
    Ok(())
}

fn step(counts: &mut Counts, name: &str, run: impl FnOnce() -> Result<()>) {
    println!("\n== {name}");
    let began = Instant::now();
    match run() {
        Ok(()) => {
            counts.passed += 1;
            println!("   ok, {:.0?}", began.elapsed());
        }
        Err(e) => {
            counts.failed += 1;
            println!("   FAILED: {e:#}");
        }
    }
}

/// Runs cargo's own tests and adds up its `test result:` lines.
fn counted(counts: &mut Counts, name: &str, c: &mut Command) {
    println!("\n== {name}");
    match c.stderr(Stdio::inherit()).output() {
        Ok(out) => {
            let text = String::from_utf8_lossy(&out.stdout);
            let (mut passed, mut failed) = (0, 0);
            for line in text.lines() {
                let result = line.starts_with("test result:");
                if result || line.contains("FAILED") || line.contains("panicked") {
                    println!("   {line}");
                }
                if result {
                    passed += before(line, " passed");
                    failed += before(line, " failed");
                }
            }
            if !out.status.success() && failed == 0 {
                failed = 1;
            }
            if failed > 0 {
                println!("{text}");
            }
            counts.passed += passed;
            counts.failed += failed;
        }
        Err(e) => {
            println!("   FAILED: {e}");
            counts.failed += 1;
        }
    }
}

/// Runs Playwright and adds its counts, read from the JSON report.
fn counted_specs(counts: &mut Counts) {
    println!("\n== browser");
    let server = target_dir().join("debug/examples/server");
    let run = browser::specs(&server, &[]);
    let report =
        std::fs::read_to_string(browser::folder().join("test-results/report.json")).unwrap_or_default();
    let stats: serde_json::Value = serde_json::from_str(&report).unwrap_or_default();
    let stat = |key: &str| stats["stats"][key].as_u64().and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
    counts.passed += stat("expected");
    counts.failed += stat("unexpected") + stat("flaky");
    println!(
        "   {} passed, {} failed, {} skipped",
        stat("expected"),
        stat("unexpected") + stat("flaky"),
        stat("skipped")
    );
    if let Err(e) = run {
        println!("   FAILED: {e:#}");
        counts.failed += u32::from(stat("unexpected") == 0);
    } else if stat("expected") == 0 {
        println!("   FAILED: no spec ran");
        counts.failed += 1;
    }
}

/// The number that stands before a word.
fn before(line: &str, word: &str) -> u32 {
    let Some(at) = line.find(word) else { return 0 };
    line.get(..at).and_then(|s| s.split_whitespace().next_back()).and_then(|n| n.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::before;

    #[test]
    fn counts_are_read() {
        let line = "test result: FAILED. 12 passed; 3 failed; 0 ignored; 0 measured";
        assert_eq!((before(line, " passed"), before(line, " failed")), (12, 3));
    }
}
