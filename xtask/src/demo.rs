//! Builds everything and serves the three example pages.

use anyhow::{Result, bail};

use crate::build::{Kind, wasm};
use crate::tools::{binaries, command, root, run as exec, target_dir};

pub(crate) fn run(args: &[String]) -> Result<()> {
    let port = match args.iter().position(|a| a == "--port") {
        Some(at) => match args.get(at + 1).and_then(|p| p.parse::<u16>().ok()) {
            Some(p) => p,
            None => bail!("--port takes a number from 0 to 65535"),
        },
        None => 8787,
    };
    wasm(Kind::from_args(args))?;
    binaries()?;
    let server = target_dir().join("debug/examples/server");
    exec(command(&server.to_string_lossy()).args(["--port", &port.to_string()]).arg("--root").arg(root()))
}
