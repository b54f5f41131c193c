//! Comparing emoji: two devices, or two people, make sure that they talk to one another and to nobody between. Each
//! comparison is followed from its request to its end. Codes to scan are left out.

use std::collections::HashMap;
use std::sync::Arc;

use futures_util::StreamExt;
use matrix_sdk::Client;
use matrix_sdk::encryption::verification::{
    CancelInfo, SasState, SasVerification, Verification as SdkVerification, VerificationRequest,
    VerificationRequestState,
};
use matrix_sdk::ruma::UserId as MatrixUserId;
use matrix_sdk::ruma::events::key::verification::VerificationMethod;
use matrix_sdk::ruma::events::key::verification::cancel::CancelCode;
use matrix_sdk::ruma::events::key::verification::request::ToDeviceKeyVerificationRequestEvent;
use matrix_sdk::ruma::events::room::message::{MessageType, OriginalSyncRoomMessageEvent};
use tokio::sync::Mutex;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::task::JoinSet;

use crate::change::Change;
use crate::chat::Chat;
use crate::error::{Error, Verdict, failed};
use crate::id::{UserId, VerificationId};
use crate::people::Person;
use crate::rooms::create::user;

/// Comparisons at the same time. A stranger can ask for as many as they like.
const AT_ONCE: usize = 8;

/// A comparison of keys, as far as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// Which one.
    pub id: VerificationId,
    /// With whom.
    pub with: Person,
    /// With another device of the agent's own.
    pub own_device: bool,
    /// We asked for it.
    pub asked_by_us: bool,
    /// How far it is.
    pub stage: Stage,
}

/// How far a comparison is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Asked for: the side that was asked has to accept.
    Requested,
    /// Accepted: the devices make up their emoji.
    Preparing,
    /// Both sides show these and their people compare.
    Comparing(Vec<Emoji>),
    /// This side said "the same" and waits for the other.
    Confirmed,
    /// Both are confirmed.
    Done,
    /// Ended without a result.
    Cancelled(CancelReason),
}

/// One of the emoji to compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Emoji {
    /// The emoji.
    pub symbol: &'static str,
    /// What it shows, in English, as the specification names it.
    pub name: &'static str,
}

/// Why a comparison ended without a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelReason {
    /// The agent ended it here.
    ByUs,
    /// The other side ended it.
    ByThem,
    /// Nobody answered in time.
    TimedOut,
    /// Another of the agent's devices took it.
    ElsewhereAccepted,
    /// What was compared is not the same: somebody may be between.
    Mismatch,
    /// The other side's program did not keep to the rules.
    Broken,
}

/// The comparisons of a session.
pub(crate) struct Verifications {
    client: Client,
    flows: Mutex<HashMap<VerificationId, Flow>>,
    /// Where our own requests go to be followed.
    requests: UnboundedSender<VerificationRequest>,
}

struct Flow {
    request: VerificationRequest,
    sas: Option<SasVerification>,
    told: Verification,
}

impl Chat {
    /// Asks the agent's other devices to compare.
    pub async fn verify_own_device(&self) -> Result<VerificationId, Error> {
        const DOING: &str = "asking another device to compare";
        let live = self.live(DOING)?;
        let me = live
            .client
            .user_id()
            .ok_or(Error::SignedOut { doing: DOING })?;
        live.verifications.ask(me, DOING).await
    }

    /// Asks a person to compare, in the room for talking with them.
    pub async fn verify_person(&self, person: &UserId) -> Result<VerificationId, Error> {
        const DOING: &str = "asking a person to compare";
        let person = user(person, DOING)?;
        self.live(DOING)?.verifications.ask(&person, DOING).await
    }

    /// Accepts a comparison that was asked for by the other side.
    pub async fn accept_verification(&self, id: &VerificationId) -> Result<(), Error> {
        const DOING: &str = "accepting a comparison";
        let request = self.live(DOING)?.verifications.request(id, DOING).await?;
        let accepted = request
            .accept_with_methods(vec![VerificationMethod::SasV1])
            .await;
        accepted.map_err(failed(DOING))
    }

    /// Says that both sides show the same emoji.
    pub async fn confirm_verification(&self, id: &VerificationId) -> Result<(), Error> {
        const DOING: &str = "confirming a comparison";
        let sas = self.live(DOING)?.verifications.sas(id, DOING).await?;
        sas.confirm().await.map_err(failed(DOING))
    }

    /// Says that the emoji are not the same.
    pub async fn reject_verification(&self, id: &VerificationId) -> Result<(), Error> {
        const DOING: &str = "rejecting a comparison";
        let sas = self.live(DOING)?.verifications.sas(id, DOING).await?;
        sas.mismatch().await.map_err(failed(DOING))
    }

    /// Ends a comparison without a result.
    pub async fn cancel_verification(&self, id: &VerificationId) -> Result<(), Error> {
        const DOING: &str = "ending a comparison";
        let request = self.live(DOING)?.verifications.request(id, DOING).await?;
        request.cancel().await.map_err(failed(DOING))
    }
}

impl Verifications {
    pub(crate) fn new(client: &Client, requests: UnboundedSender<VerificationRequest>) -> Self {
        Self {
            client: client.clone(),
            flows: Mutex::default(),
            requests,
        }
    }

    /// Tells the comparisons once more that are under way.
    pub(crate) async fn again(&self, changes: &UnboundedSender<Change>) {
        for flow in self.flows.lock().await.values() {
            let _ = changes.send(Change::Verification(flow.told.clone()));
        }
    }

    async fn ask(
        &self,
        person: &MatrixUserId,
        doing: &'static str,
    ) -> Result<VerificationId, Error> {
        let encryption = self.client.encryption();
        let identity = encryption
            .request_user_identity(person)
            .await
            .map_err(failed(doing))?;
        let identity = identity.ok_or(Error::Missing {
            doing,
            what: "identity to compare with",
        })?;
        let request = identity
            .request_verification_with_methods(vec![VerificationMethod::SasV1])
            .await
            .map_err(|error| Error::new(Verdict::Refused, doing, error.into()))?;
        let id = VerificationId::from(request.flow_id());
        let _ = self.requests.send(request);
        Ok(id)
    }

    async fn request(
        &self,
        id: &VerificationId,
        doing: &'static str,
    ) -> Result<VerificationRequest, Error> {
        let flows = self.flows.lock().await;
        let flow = flows.get(id).ok_or(Error::Missing {
            doing,
            what: "comparison",
        })?;
        Ok(flow.request.clone())
    }

    async fn sas(
        &self,
        id: &VerificationId,
        doing: &'static str,
    ) -> Result<SasVerification, Error> {
        let flows = self.flows.lock().await;
        let sas = flows.get(id).and_then(|flow| flow.sas.clone());
        sas.ok_or(Error::Missing {
            doing,
            what: "comparison",
        })
    }
}

/// Listens for requests of others, and follows them and ours to their ends.
pub(crate) async fn watch(
    shared: Arc<Verifications>,
    mut asked: UnboundedReceiver<VerificationRequest>,
    changes: UnboundedSender<Change>,
) {
    let client = shared.client.clone();
    let _heard = (hear_devices(&client, &shared), hear_rooms(&client, &shared));
    let mut followed = JoinSet::new();
    while let Some(request) = asked.recv().await {
        while followed.try_join_next().is_some() {}
        let id = VerificationId::from(request.flow_id());
        let mut flows = shared.flows.lock().await;
        if flows.len() >= AT_ONCE || flows.contains_key(&id) {
            continue;
        }
        let flow = Flow::new(request);
        followed.spawn(follow(
            flow.request.clone(),
            shared.clone(),
            changes.clone(),
        ));
        flows.insert(id, flow);
    }
}

fn hear_devices(
    client: &Client,
    shared: &Arc<Verifications>,
) -> matrix_sdk::event_handler::EventHandlerDropGuard {
    let requests = shared.requests.clone();
    let handler = move |event: ToDeviceKeyVerificationRequestEvent, client: Client| {
        let requests = requests.clone();
        async move {
            let id = event.content.transaction_id.as_str();
            let found = client
                .encryption()
                .get_verification_request(&event.sender, id)
                .await;
            if let Some(request) = found {
                // Nobody listens any more when chat is being closed.
                drop(requests.send(request));
            }
        }
    };
    client.event_handler_drop_guard(client.add_event_handler(handler))
}

fn hear_rooms(
    client: &Client,
    shared: &Arc<Verifications>,
) -> matrix_sdk::event_handler::EventHandlerDropGuard {
    let requests = shared.requests.clone();
    let handler = move |event: OriginalSyncRoomMessageEvent, client: Client| {
        let requests = requests.clone();
        async move {
            if !matches!(event.content.msgtype, MessageType::VerificationRequest(_)) {
                return;
            }
            let id = event.event_id.as_str();
            let found = client
                .encryption()
                .get_verification_request(&event.sender, id)
                .await;
            if let Some(request) = found {
                // Nobody listens any more when chat is being closed.
                drop(requests.send(request));
            }
        }
    };
    client.event_handler_drop_guard(client.add_event_handler(handler))
}

impl Flow {
    fn new(request: VerificationRequest) -> Self {
        let told = Verification {
            id: request.flow_id().into(),
            with: Person::new(request.other_user_id(), None),
            own_device: request.is_self_verification(),
            asked_by_us: request.we_started(),
            stage: Stage::Requested,
        };
        Self {
            request,
            sas: None,
            told,
        }
    }
}

/// What the agent has to do is told; what programs do among themselves happens here.
async fn follow(
    request: VerificationRequest,
    shared: Arc<Verifications>,
    changes: UnboundedSender<Change>,
) {
    let id = VerificationId::from(request.flow_id());
    let mut states = std::pin::pin!(request.changes());
    let mut state = request.state();
    let end = loop {
        match state {
            VerificationRequestState::Created { .. }
            | VerificationRequestState::Requested { .. } => {
                tell(&shared, &id, Stage::Requested, &changes).await;
            }
            VerificationRequestState::Ready { .. } => {
                tell(&shared, &id, Stage::Preparing, &changes).await;
                // The side that asked begins; both would be a race.
                if request.we_started()
                    && let Err(error) = request.start_sas().await
                {
                    let error = failed("beginning a comparison")(error);
                    tracing::warn!(%error, "a comparison does not begin");
                    let _ = request.cancel().await;
                }
            }
            VerificationRequestState::Transitioned { verification } => {
                let SdkVerification::SasV1(sas) = verification else {
                    break Stage::Cancelled(CancelReason::Broken);
                };
                break follow_sas(sas, &shared, &id, &changes).await;
            }
            VerificationRequestState::Done => break Stage::Done,
            VerificationRequestState::Cancelled(info) => break Stage::Cancelled(reason(&info)),
        }
        state = match states.next().await {
            Some(state) => state,
            None => break Stage::Cancelled(CancelReason::Broken),
        };
    };
    tell(&shared, &id, end, &changes).await;
    shared.flows.lock().await.remove(&id);
}

async fn follow_sas(
    sas: SasVerification,
    shared: &Verifications,
    id: &VerificationId,
    changes: &UnboundedSender<Change>,
) -> Stage {
    if let Some(flow) = shared.flows.lock().await.get_mut(id) {
        flow.sas = Some(sas.clone());
    }
    let mut states = std::pin::pin!(sas.changes());
    let mut state = sas.state();
    loop {
        match state {
            SasState::Created { .. } | SasState::Accepted { .. } => {}
            SasState::Started { .. } => {
                if !sas.we_started()
                    && let Err(error) = sas.accept().await
                {
                    let error = failed("beginning a comparison")(error);
                    tracing::warn!(%error, "a comparison does not begin");
                    let _ = sas.cancel().await;
                }
            }
            SasState::KeysExchanged {
                emojis: Some(_), ..
            } => {
                let emoji = sas.emoji().into_iter().flatten().map(|emoji| Emoji {
                    symbol: emoji.symbol,
                    name: emoji.description,
                });
                tell(shared, id, Stage::Comparing(emoji.collect()), changes).await;
            }
            // Without emoji there is nothing to compare here.
            SasState::KeysExchanged { emojis: None, .. } => {
                let _ = sas.cancel().await;
            }
            SasState::Confirmed => tell(shared, id, Stage::Confirmed, changes).await,
            SasState::Done { .. } => return Stage::Done,
            SasState::Cancelled(info) => return Stage::Cancelled(reason(&info)),
        }
        state = match states.next().await {
            Some(state) => state,
            None => return Stage::Cancelled(CancelReason::Broken),
        };
    }
}

async fn tell(
    shared: &Verifications,
    id: &VerificationId,
    stage: Stage,
    changes: &UnboundedSender<Change>,
) {
    if let Some(flow) = shared.flows.lock().await.get_mut(id) {
        flow.told.stage = stage;
        let _ = changes.send(Change::Verification(flow.told.clone()));
    }
}

fn reason(info: &CancelInfo) -> CancelReason {
    by_code(info.cancel_code(), info.cancelled_by_us())
}

fn by_code(code: &CancelCode, by_us: bool) -> CancelReason {
    match code {
        CancelCode::User if by_us => CancelReason::ByUs,
        CancelCode::User => CancelReason::ByThem,
        CancelCode::Timeout => CancelReason::TimedOut,
        CancelCode::Accepted => CancelReason::ElsewhereAccepted,
        CancelCode::KeyMismatch | CancelCode::MismatchedCommitment | CancelCode::MismatchedSas => {
            CancelReason::Mismatch
        }
        _ => CancelReason::Broken,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(code: CancelCode, by_us: bool, expected: CancelReason) {
        assert_eq!(by_code(&code, by_us), expected, "{code:?} {by_us}");
    }

    #[test]
    fn a_mismatch_is_told_apart_from_a_change_of_mind() {
        check(CancelCode::User, true, CancelReason::ByUs);
        check(CancelCode::User, false, CancelReason::ByThem);
        check(CancelCode::MismatchedSas, true, CancelReason::Mismatch);
        check(
            CancelCode::MismatchedCommitment,
            false,
            CancelReason::Mismatch,
        );
        check(CancelCode::KeyMismatch, false, CancelReason::Mismatch);
        check(CancelCode::Accepted, false, CancelReason::ElsewhereAccepted);
        check(CancelCode::Timeout, true, CancelReason::TimedOut);
        check(CancelCode::UnknownMethod, false, CancelReason::Broken);
    }
}
