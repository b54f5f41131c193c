//! One answer: asks the gateway, reads what it streams and says how it ended. It promises to end in exactly one way,
//! to renew a refused token once, and to ask only once otherwise: an answer costs money. It holds no text; `live`
//! does, so dropping the task loses nothing.

use std::sync::Weak;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use futures_util::StreamExt as _;
use net::reqwest::Response;
use net::reqwest::header::{ACCEPT, CONTENT_TYPE, RETRY_AFTER};
use net::{Network, Retry};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use session::{Audience, Session};
use tokio::time::{Interval, MissedTickBehavior, interval};

use crate::conversation::End;
use crate::id::ConversationId;
use crate::live::Live;
use crate::prompt::Message;
use crate::refusal::{Refusal, Said, refusal, retry_at};
use crate::stream::{Heard, Stream};

/// How often the window is told that an answer has grown, and how often that is stored.
const TELL: Duration = Duration::from_millis(50);
const STORE: Duration = Duration::from_secs(2);
/// The longest answer that is taken, in bytes.
const LONGEST: usize = 1 << 20;
/// The longest refusal that is read.
const LONGEST_REFUSAL: usize = 64 << 10;

/// The way to the gateway.
#[derive(Clone)]
pub(crate) struct Way {
    pub(crate) network: Network,
    pub(crate) session: Session,
    pub(crate) gateway: session::profile::Assistant,
}

/// What is asked, and which run of which answer it is.
pub(crate) struct Run {
    pub(crate) conversation: ConversationId,
    pub(crate) number: u64,
    pub(crate) messages: Vec<Message>,
}

/// A number that no other run of this process has.
pub(crate) fn next_run() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Gets the answer. Ends early when nobody holds the assistant any more.
pub(crate) async fn run(live: Weak<Live>, way: Way, run: Run) {
    let end = match ask(&way, &run.messages).await {
        Ok(answer) => read(&live, &run, answer).await,
        Err(end) => end,
    };
    let Some(live) = live.upgrade() else {
        return;
    };
    tracing::info!(conversation = %run.conversation, ?end, "an answer ended");
    if let Err(error) = live.finish(&run.conversation, run.number, end).await {
        tracing::warn!(conversation = %run.conversation, %error, "an answer was not stored");
    }
}

async fn ask(way: &Way, messages: &[Message]) -> Result<Response, End> {
    let mut renewed = false;
    loop {
        let token = way
            .session
            .bearer(Audience::Assistant)
            .await
            .map_err(of_session)?;
        let answer = send(way, messages, &token).await?;
        if answer.status().is_success() {
            return Ok(answer);
        }
        match refused(answer).await {
            Refusal::Final(end) => return Err(end),
            Refusal::Token if renewed => return Err(End::SignedOut),
            Refusal::Token => {
                way.session
                    .bearer_refused(Audience::Assistant, &token)
                    .await;
                renewed = true;
            }
        }
    }
}

async fn send(way: &Way, messages: &[Message], token: &SecretString) -> Result<Response, End> {
    let url = format!(
        "{}/chat/completions",
        way.gateway.url.as_str().trim_end_matches('/')
    );
    let body = json!({"model": way.gateway.model, "messages": messages, "stream": true});
    let request = way
        .network
        .client()
        .post(url)
        .bearer_auth(token.expose_secret())
        .header(ACCEPT, "text/event-stream")
        .header(CONTENT_TYPE, "application/json")
        .body(body.to_string());
    way.network
        .send(request, Retry::Never)
        .await
        .map_err(|error| of_network(&error))
}

async fn refused(answer: Response) -> Refusal {
    let status = answer.status().as_u16();
    let header = answer
        .headers()
        .get(RETRY_AFTER)
        .and_then(|header| header.to_str().ok());
    let retry_at = header.and_then(|header| retry_at(header, SystemTime::now()));
    let body = net::bytes(answer, LONGEST_REFUSAL)
        .await
        .unwrap_or_default();
    refusal(status, Said::of_body(&body).as_ref(), retry_at)
}

async fn read(live: &Weak<Live>, run: &Run, answer: Response) -> End {
    let kind = answer
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    let kind = kind
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    match kind.as_str() {
        "application/json" => read_whole(live, run, answer).await,
        // A portal's page begins with 200 as well.
        "text/html" => End::Broken,
        _ => read_stream(live, run, answer).await,
    }
}

async fn read_whole(live: &Weak<Live>, run: &Run, answer: Response) -> End {
    let Ok(body) = net::bytes(answer, LONGEST).await else {
        return End::Broken;
    };
    let heard = Stream::whole(&String::from_utf8_lossy(&body));
    take(live, run, heard, &mut 0).unwrap_or(End::Broken)
}

async fn read_stream(live: &Weak<Live>, run: &Run, answer: Response) -> End {
    let mut stream = Stream::default();
    let mut pieces = answer.bytes_stream();
    let (mut tell, mut store) = (every(TELL), every(STORE));
    let mut length = 0;
    loop {
        let heard = tokio::select! {
            piece = pieces.next() => match piece {
                Some(Ok(piece)) => stream.read(&piece),
                Some(Err(_)) => return End::Broken,
                None => stream.close(),
            },
            _ = tell.tick() => {
                let Some(live) = live.upgrade() else { return End::Broken };
                live.tell_growth(&run.conversation, run.number);
                continue;
            }
            _ = store.tick() => {
                let Some(live) = live.upgrade() else { return End::Broken };
                live.store_growth(&run.conversation, run.number);
                continue;
            }
        };
        if let Some(end) = take(live, run, heard, &mut length) {
            return end;
        }
    }
}

/// Hands on what was heard; says how the answer ended if it did.
fn take(live: &Weak<Live>, run: &Run, heard: Vec<Heard>, length: &mut usize) -> Option<End> {
    for heard in heard {
        match heard {
            Heard::Text(text) => {
                *length += text.len();
                if *length > LONGEST {
                    return Some(End::Broken);
                }
                live.upgrade()?.grow(&run.conversation, run.number, &text);
            }
            Heard::End(end) | Heard::Refused(Refusal::Final(end)) => return Some(end),
            Heard::Refused(Refusal::Token) => return Some(End::SignedOut),
        }
    }
    None
}

fn every(period: Duration) -> Interval {
    let mut ticks = interval(period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}

fn of_session(error: session::Error) -> End {
    match error {
        session::Error::SignedOut { .. } => End::SignedOut,
        session::Error::Refused { .. } => End::Forbidden,
        error if error.is_offline() => End::Offline,
        _ => End::Broken,
    }
}

fn of_network(error: &net::Error) -> End {
    match error {
        net::Error::Malformed { .. } => End::Broken,
        _ => End::Offline,
    }
}
