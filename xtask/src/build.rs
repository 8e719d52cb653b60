//! The wasm module: cargo → wasm-bindgen → www/wasm, with its size held by a budget.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::browser;
use crate::tools::{WASM, cargo, command, need_rust, need_wasm_target, root, run as exec, target_dir};

/// A module of the browser: the same crate with other features.
pub(crate) struct Module {
    /// File name without its end.
    pub(crate) name: &'static str,
    features: &'static [&'static str],
    /// The profile of a release.
    profile: &'static str,
    /// Most bytes that it may weigh, brotli at its best, with the files that it cannot do without.
    budget: usize,
    with: &'static [&'static str],
}

pub(crate) const MODULES: [Module; 2] = [
    // The text path.
    Module { name: "biffure", features: &[], profile: "wasm", budget: 2_200_000, with: &[] },
    // The reader of pictures, with the networks that every picture needs.
    Module {
        name: "biffure_ocr",
        features: &["--features", "ocr"],
        profile: "wasm-ocr",
        budget: 3_200_000,
        with: &["detector.net", "light.lstm"],
    },
];

/// What the modules fetch when a document needs it, packed beside the files: networks that pictures are read with, fonts and tables of
/// codes for PDF.
pub(crate) const MODELS: [&str; 10] = [
    "detector.net",
    "light.lstm",
    "light-de.lstm",
    "light-es.lstm",
    "light-it.lstm",
    "light-pt.lstm",
    "faces.net",
    "heavy.net",
    "standard.fonts",
    "predefined.maps",
];

/// A release, or a build for development with names and whole panic messages.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Release,
    Dev,
}

impl Kind {
    pub(crate) fn from_args(args: &[String]) -> Self {
        if args.iter().any(|a| a == "--dev") { Kind::Dev } else { Kind::Release }
    }
}

/// Builds the modules that are named, or all.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let kind = Kind::from_args(args);
    let named: Vec<&Module> = MODULES.iter().filter(|m| args.iter().any(|a| a == m.name)).collect();
    if named.is_empty() {
        return wasm(kind);
    }
    packed(kind)?;
    named.into_iter().try_for_each(|m| module(m, kind))
}

/// Builds www/wasm unless it stands for the same modules already, and packs what they fetch.
pub(crate) fn wasm(kind: Kind) -> Result<()> {
    packed(kind)?;
    MODULES.iter().try_for_each(|m| module(m, kind))
}

/// Packs what the modules fetch beside the files.
fn packed(kind: Kind) -> Result<()> {
    need_rust()?;
    need_wasm_target()?;
    let models = root().join("www/models");
    for name in MODELS {
        let (file, packed) = (models.join(name), models.join(format!("{name}.br")));
        let written = |path: &Path| fs::metadata(path).and_then(|m| m.modified()).ok();
        // Packed anew when the network is younger: a stale one would be refused by its digest.
        if kind == Kind::Release && (written(&packed).is_none() || written(&packed) < written(&file)) {
            brotli(&file, &packed)?;
        }
    }
    Ok(())
}

fn module(module: &Module, kind: Kind) -> Result<()> {
    let (profile, folder) = match kind {
        Kind::Release => (module.profile, module.profile),
        Kind::Dev => ("dev", "debug"),
    };
    let name = module.name;
    // Each module in a folder of its own: the file's name is the same, and building one would make cargo build the other anew.
    let target = target_dir().join(name);
    exec(
        cargo()
            .args([
                "rustc",
                "--package",
                "biffure",
                "--lib",
                "--crate-type",
                "cdylib",
                "--no-default-features",
            ])
            .args(module.features)
            .args(["--target", WASM, "--profile", profile])
            .arg("--target-dir")
            .arg(&target)
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", "-C target-feature=+simd128"),
    )?;
    let built = target.join(WASM).join(folder).join("biffure.wasm");
    let out = out_dir();
    let bytes = fs::read(&built).with_context(|| format!("{} is missing", built.display()))?;
    let stamp = format!("{:x}", Sha256::digest(&bytes));
    let stamp_file = out.join(format!("{name}.stamp"));
    if fs::read_to_string(&stamp_file).is_ok_and(|s| s == stamp) {
        return report(module, &out, kind);
    }
    fs::create_dir_all(&out)?;
    let mut bindgen = Bindgen::new();
    bindgen.input_path(&built).web(true).context("wasm-bindgen")?.typescript(true).out_name(name);
    if kind == Kind::Dev {
        bindgen.keep_debug(true);
    }
    bindgen.generate(&out).context("wasm-bindgen")?;
    let wasm = out.join(format!("{name}_bg.wasm"));
    let packed = out.join(format!("{name}_bg.wasm.br"));
    match kind {
        Kind::Release => {
            shrink(&wasm)?;
            brotli(&wasm, &packed)?;
        }
        Kind::Dev => {
            let _ = fs::remove_file(&packed);
        }
    }
    fs::write(stamp_file, stamp)?;
    report(module, &out, kind)
}

fn report(module: &Module, out: &Path, kind: Kind) -> Result<()> {
    let Module { name, budget, .. } = module;
    let size = |path: PathBuf| -> Result<usize> { Ok(usize::try_from(fs::metadata(path)?.len())?) };
    let plain = size(out.join(format!("{name}_bg.wasm")))?;
    if kind == Kind::Dev {
        println!("{name}: {plain} bytes (development build)");
        return Ok(());
    }
    let mut packed = size(out.join(format!("{name}_bg.wasm.br")))?;
    for network in module.with {
        packed += size(root().join(format!("www/models/{network}.br")))?;
    }
    println!("{name}: {plain} bytes, {packed} bytes brotli with what it needs, budget {budget}");
    if packed > *budget {
        bail!("the module {name} is over its budget by {} bytes", packed - budget);
    }
    Ok(())
}

pub(crate) fn out_dir() -> PathBuf {
    root().join("www/wasm")
}

/// npm's wasm-opt takes off a tenth; what it learns of values in the whole module, a little more.
fn shrink(wasm: &Path) -> Result<()> {
    browser::packages()?;
    const FEATURES: [&str; 7] = [
        "--enable-simd",
        "--enable-bulk-memory",
        "--enable-nontrapping-float-to-int",
        "--enable-sign-ext",
        "--enable-mutable-globals",
        "--enable-reference-types",
        "--enable-multivalue",
    ];
    let program = browser::folder().join("node_modules/.bin/wasm-opt");
    exec(
        command(&program.to_string_lossy())
            .args(["-Oz", "--gufa", "-Oz", "--strip-debug", "--strip-producers"])
            .args(FEATURES)
            .arg(wasm)
            .arg("-o")
            .arg(wasm),
    )
}

/// Brotli at its best, by the reference encoder that comes with Node: half a hundredth smaller than its translations. A window of
/// 4 MiB and blocks of 128 KiB pack the module better than its own choice (2,196 to 2,218 kB, measured).
fn brotli(wasm: &Path, packed: &Path) -> Result<()> {
    const SCRIPT: &str = "const fs = require('fs'), z = require('zlib'), c = z.constants; const bytes = fs.readFileSync(process.argv[1]); \
        fs.writeFileSync(process.argv[2], z.brotliCompressSync(bytes, { params: { [c.BROTLI_PARAM_QUALITY]: 11, \
        [c.BROTLI_PARAM_MODE]: c.BROTLI_MODE_FONT, [c.BROTLI_PARAM_LGWIN]: 22, [c.BROTLI_PARAM_LGBLOCK]: 17, \
        [c.BROTLI_PARAM_SIZE_HINT]: bytes.length } }))";
    exec(command("node").arg("-e").arg(SCRIPT).arg(wasm).arg(packed))
}
