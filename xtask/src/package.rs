//! The npm package: what www holds, the wasm, types, licences → a tarball that is installed into an empty folder and
//! imported, as a user would.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::browser;
use crate::build::{Kind, MODELS, MODULES, out_dir, wasm};
use crate::tools::{command, output, root, run as exec, target_dir};

/// What is copied from www: modules and the style sheet. The playground page is not shipped.
const FOLDERS: [&str; 3] = ["view", "strings", "adapters"];

/// Kept in the repository; everything else in pkg is made here.
const OWN: [&str; 2] = ["package.json", "README.md"];

/// What a user does first: install, import, read the version from the wasm.
const TRY: &str = r#"
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as biffure from 'biffure';
import * as guard from 'biffure/guard';
import init, { version } from 'biffure/wasm';
if (typeof biffure.BiffureUpload !== 'function') throw new Error('the element class is missing');
if (typeof guard.guard !== 'function') throw new Error('guard is missing');
const wasm = fileURLToPath(import.meta.resolve('biffure/wasm/biffure_bg.wasm'));
await init({ module_or_path: await readFile(wasm) });
console.log(`imported ${version()}`);
"#;

pub(crate) fn run(_args: &[String]) -> Result<()> {
    wasm(Kind::Release)?;
    browser::packages()?;
    let (www, pkg) = (root().join("www"), root().join("pkg"));
    empty(&pkg)?;
    for entry in fs::read_dir(&www)? {
        let path = entry?.path();
        if matches!(path.extension().and_then(|e| e.to_str()), Some("js" | "css")) {
            copy(&path, &pkg)?;
        }
    }
    for folder in FOLDERS {
        tree(&www.join(folder), &pkg.join(folder))?;
    }
    for module in MODULES {
        for end in [".js", ".d.ts", "_bg.wasm", "_bg.wasm.d.ts"] {
            copy(&out_dir().join(format!("{}{end}", module.name)), &pkg.join("wasm"))?;
        }
    }
    for name in MODELS {
        copy(&www.join("models").join(name), &pkg.join("models"))?;
    }
    for name in ["LICENSE-MIT", "LICENSE-APACHE", "NOTICE"] {
        copy(&root().join(name), &pkg)?;
    }
    exec(
        command("npx")
            .args(["tsc", "--project", "../../www/tsconfig.json", "--noEmit", "false"])
            .args(["--declaration", "--emitDeclarationOnly", "--outDir"])
            .arg(pkg.join("types"))
            .current_dir(browser::folder()),
    )?;
    copy(&www.join("global.d.ts"), &pkg.join("types"))?;
    let tarball = pack(&pkg)?;
    try_out(&tarball)
}

/// Removes what an earlier run made.
fn empty(pkg: &Path) -> Result<()> {
    for entry in fs::read_dir(pkg)? {
        let path = entry?.path();
        if path.file_name().and_then(|n| n.to_str()).is_some_and(|n| OWN.contains(&n)) {
            continue;
        }
        if path.is_dir() { fs::remove_dir_all(&path)? } else { fs::remove_file(&path)? }
    }
    Ok(())
}

fn copy(file: &Path, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    let name = file.file_name().context("a file name")?;
    fs::copy(file, folder.join(name)).with_context(|| format!("{}", file.display()))?;
    Ok(())
}

fn tree(from: &Path, to: &Path) -> Result<()> {
    for entry in fs::read_dir(from).with_context(|| format!("{}", from.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            tree(&path, &to.join(path.file_name().context("a folder name")?))?;
        } else if path.extension().is_some_and(|e| e == "js" || e == "css" || e == "svg") {
            copy(&path, to)?;
        }
    }
    Ok(())
}

/// Packs and says what it weighs.
fn pack(pkg: &Path) -> Result<PathBuf> {
    let folder = target_dir().join("package");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    let said =
        output(command("npm").args(["pack", "--json", "--pack-destination"]).arg(&folder).current_dir(pkg))?;
    let said: serde_json::Value = serde_json::from_str(&said)?;
    let pack = said
        .get(0)
        .or_else(|| said.as_object().and_then(|o| o.values().next()))
        .context("npm pack said nothing")?;
    let name = pack["filename"].as_str().context("npm pack named no file")?;
    let files: Vec<&str> =
        pack["files"].as_array().into_iter().flatten().filter_map(|f| f["path"].as_str()).collect();
    for needed in [
        "package.json",
        "README.md",
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "NOTICE",
        "wasm/biffure_bg.wasm",
        "wasm/biffure_ocr_bg.wasm",
        "models/detector.net",
        "models/standard.fonts",
        "models/predefined.maps",
        "assets.js",
        "convert.js",
        "reader.js",
        "types/element.d.ts",
    ] {
        if !files.contains(&needed) {
            bail!("the tarball lacks {needed}");
        }
    }
    println!("package: {name}, {} files, {} bytes", files.len(), pack["size"]);
    Ok(folder.join(name))
}

fn try_out(tarball: &Path) -> Result<()> {
    let folder = target_dir().join("package/try");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("package.json"), "{\"private\": true, \"type\": \"module\"}\n")?;
    fs::write(folder.join("try.mjs"), TRY)?;
    exec(
        command("npm")
            .args(["install", "--no-audit", "--no-fund", "--offline"])
            .arg(tarball)
            .current_dir(&folder),
    )?;
    exec(command("node").arg("try.mjs").current_dir(&folder))
}
