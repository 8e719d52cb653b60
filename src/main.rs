//! The command line: raw arguments → meaning → pipeline → exit code. The sole user of files, environment and terminal.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::SUCCESS
}
