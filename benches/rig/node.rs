//! A peer that is written in JavaScript: a process of Node that is asked and answers in lines of JSON. It takes the
//! packages of `stack/docs`, which `cargo xtask bench` installs where they are missing.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;
use serde_json::Value;

use crate::clock::Spent;

/// A process of Node. It ends with its value.
#[derive(Debug)]
pub struct Node {
    process: Child,
    asks: ChildStdin,
    answers: BufReader<ChildStdout>,
}

/// A log as the peers read it: each update behind its length, four bytes, the smallest first.
pub fn log(updates: &[Vec<u8>]) -> Vec<u8> {
    let mut log = Vec::new();
    for update in updates {
        let length = u32::try_from(update.len()).unwrap_or(u32::MAX);
        log.extend_from_slice(&length.to_le_bytes());
        log.extend_from_slice(update);
    }
    log
}

/// What a peer says it took.
#[derive(Debug, Deserialize)]
struct Took {
    wall: f64,
    processor: f64,
}

impl Node {
    /// Starts a program of `benches/peers`.
    pub fn start(program: &str, arguments: &[&str], authority: Option<&Path>) -> Result<Self> {
        let file = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("peers")
            .join(program);
        let mut command = Command::new("node");
        command.arg("--expose-gc").arg(&file).args(arguments);
        if let Some(authority) = authority {
            command.env("NODE_EXTRA_CA_CERTS", authority);
        }
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("starting node {}", file.display()))?;
        let asks = process.stdin.take().context("a peer that can be asked")?;
        let answers = process.stdout.take().context("a peer that answers")?;
        Ok(Self {
            process,
            asks,
            answers: BufReader::new(answers),
        })
    }

    /// Asks for something, and answers what it says.
    pub fn ask(&mut self, question: &Value) -> Result<Value> {
        writeln!(self.asks, "{question}").context("asking a peer")?;
        self.listen()
    }

    /// Asks for something that is measured.
    pub fn measure(&mut self, question: &Value) -> Result<Spent> {
        let took: Took = serde_json::from_value(self.ask(question)?)?;
        let microseconds = |amount: f64| Duration::from_secs_f64(amount / 1_000_000.0);
        Ok(Spent {
            wall: microseconds(took.wall),
            processor: microseconds(took.processor),
        })
    }

    /// What it says next.
    pub fn listen(&mut self) -> Result<Value> {
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        ensure!(
            !line.is_empty(),
            "a peer has ended; are the packages of stack/docs installed? `cargo xtask bench` does it"
        );
        serde_json::from_str(&line).with_context(|| format!("reading what a peer says: {line}"))
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // It may have ended by itself, which is as good.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
