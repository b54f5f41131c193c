//! Reading a streamed completion: bytes in, whatever their pieces, and what they say out. Pure.
//!
//! It promises that any bytes can be read without a panic and in bounded memory. It takes what half-compatible
//! servers send: comments, all three line ends, a whole answer in place of a stream, an error inside of a 200. It
//! deliberately does not show a model's reasoning.

use serde::Deserialize;

use crate::conversation::End;
use crate::refusal::{Refusal, Said};

/// The longest line that is read.
const LONGEST_LINE: usize = 1 << 20;

/// What a stream has said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    /// The answer grew.
    Text(String),
    /// The answer ended.
    End(End),
    /// The server gave up in the middle.
    Refused(Refusal),
}

/// A stream as far as it was read.
#[derive(Default)]
pub(crate) struct Stream {
    line: Vec<u8>,
    /// The last byte was a `\r`: a `\n` that follows belongs to it.
    after_return: bool,
    /// The lines of the event that is being read.
    data: String,
    has_data: bool,
    has_text: bool,
    finish: Option<String>,
}

impl Stream {
    /// Reads on. Nothing after an end or a refusal counts.
    pub(crate) fn read(&mut self, bytes: &[u8]) -> Vec<Heard> {
        let mut heard = Vec::new();
        for byte in bytes {
            let skip = std::mem::replace(&mut self.after_return, *byte == b'\r') && *byte == b'\n';
            match byte {
                _ if skip => {}
                b'\r' | b'\n' => self.end_line(&mut heard),
                _ if self.line.len() + self.data.len() >= LONGEST_LINE => {
                    heard.push(Heard::End(End::Broken))
                }
                byte => self.line.push(*byte),
            }
            if heard.last().is_some_and(Heard::is_last) {
                break;
            }
        }
        heard
    }

    /// The connection was closed properly. Whoever forgets to say `[DONE]` is believed when they said why they
    /// finished.
    pub(crate) fn close(&mut self) -> Vec<Heard> {
        let mut heard = Vec::new();
        self.end_line(&mut heard);
        self.end_event(&mut heard);
        if !heard.last().is_some_and(Heard::is_last) {
            let end = if self.finish.is_some() {
                self.end()
            } else {
                End::Broken
            };
            heard.push(Heard::End(end));
        }
        heard
    }

    /// An answer that came whole, from a server that does not stream.
    pub(crate) fn whole(body: &str) -> Vec<Heard> {
        let mut stream = Self::default();
        let mut heard = Vec::new();
        stream.event(body, &mut heard);
        if !heard.last().is_some_and(Heard::is_last) {
            heard.push(Heard::End(stream.end()));
        }
        heard
    }

    fn end_line(&mut self, heard: &mut Vec<Heard>) {
        let line = std::mem::take(&mut self.line);
        let line = String::from_utf8_lossy(&line);
        if line.is_empty() {
            return self.end_event(heard);
        }
        // Other fields and comments say nothing to us.
        if let Some(data) = line.strip_prefix("data:") {
            if std::mem::replace(&mut self.has_data, true) {
                self.data.push('\n');
            }
            self.data.push_str(data.strip_prefix(' ').unwrap_or(data));
        }
    }

    fn end_event(&mut self, heard: &mut Vec<Heard>) {
        let data = std::mem::take(&mut self.data);
        if std::mem::take(&mut self.has_data) && !heard.last().is_some_and(Heard::is_last) {
            self.event(&data, heard);
        }
    }

    fn event(&mut self, data: &str, heard: &mut Vec<Heard>) {
        if data.trim() == "[DONE]" {
            heard.push(Heard::End(self.end()));
            return;
        }
        let Ok(chunk) = serde_json::from_str::<Chunk>(data) else {
            heard.push(Heard::End(End::Broken));
            return;
        };
        if let Some(said) = chunk.error {
            heard.push(Heard::Refused(said.in_a_stream()));
            return;
        }
        // Only one answer was asked for. A chunk without a choice carries the usage.
        let Some(choice) = chunk.choices.unwrap_or_default().into_iter().next() else {
            return;
        };
        let text = choice
            .delta
            .or(choice.message)
            .and_then(|delta| delta.content)
            .unwrap_or_default();
        self.finish = choice.finish_reason.or(self.finish.take());
        if !text.is_empty() {
            self.has_text = true;
            heard.push(Heard::Text(text));
        }
    }

    /// An answer without words, or one that the server cut off, is not complete.
    fn end(&self) -> End {
        match self.finish.as_deref() {
            None | Some("stop" | "eos" | "end_turn") if self.has_text => End::Done,
            _ => End::Broken,
        }
    }
}

impl Heard {
    fn is_last(&self) -> bool {
        !matches!(self, Heard::Text(_))
    }
}

#[derive(Deserialize)]
struct Chunk {
    error: Option<Said>,
    choices: Option<Vec<Choice>>,
}

#[derive(Deserialize)]
struct Choice {
    delta: Option<Delta>,
    message: Option<Delta>,
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Delta {
    content: Option<String>,
}

#[cfg(test)]
#[path = "stream_tests.rs"]
mod tests;
