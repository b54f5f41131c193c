//! Renewing tokens. A rotated refresh token is on disk before anything that came with it is used; the one before is
//! kept for one step. Only the provider's own "no" (`invalid_grant`) signs the agent out.

use openidconnect::OAuth2TokenResponse as _;
use openidconnect::core::CoreTokenResponse;
use secrecy::{ExposeSecret as _, SecretString};
use tokio::time::Instant;
use vault::Batch;

use crate::error::Error;
use crate::kept;
use crate::provider;
use crate::session::{Audience, Inner, Reason, TokenState};

const DOING: &str = "renewing the sign-in";

impl Inner {
    pub(crate) async fn renewed_bearer(&self, audience: Audience) -> Result<SecretString, Error> {
        let mut tokens = self.tokens.lock().await;
        if let Some(token) = tokens.live(audience) {
            return Ok(token);
        }
        self.save(&mut tokens).await?;
        let resource = self.resource(audience)?;
        let (answer, used) = self.refreshed(&mut tokens, resource).await?;
        let access = provider::access(&answer, Instant::now());
        self.rotate(&mut tokens, &answer, used).await?;
        let token = access.token.clone();
        tokens.access.insert(audience, access);
        Ok(token)
    }

    /// Asks with the present refresh token and, when that is dead, with the one before: a provider that lost its
    /// last step (restored from a backup, say) knows only that.
    async fn refreshed(
        &self,
        tokens: &mut TokenState,
        resource: Option<&str>,
    ) -> Result<(CoreTokenResponse, SecretString), Error> {
        let signed_out = || Error::SignedOut { doing: DOING };
        let kept = tokens.kept.clone().ok_or_else(signed_out)?;
        // A provider that is asked for more than it granted may well use up the refresh token and say no.
        let granted = |resource: &str| kept.resources.iter().any(|granted| granted == resource);
        if resource.is_some_and(|resource| !granted(resource)) {
            return Err(signed_out());
        }
        let Some(present) = kept.refresh else {
            // The provider gave none, or it is dead already.
            if self.who().is_some_and(|who| who.ended.is_none()) {
                self.end(tokens).await?;
            }
            return Err(signed_out());
        };
        let provider = self.provider().await?;
        for token in [Some(present), kept.previous].into_iter().flatten() {
            match provider.refresh(&token, resource).await {
                Err(Error::Refused { why, .. }) if why == "invalid_grant" => {}
                Err(error) => return Err(error),
                Ok(answer) => return Ok((answer, token)),
            }
        }
        self.end(tokens).await?;
        Err(signed_out())
    }

    async fn rotate(
        &self,
        tokens: &mut TokenState,
        answer: &CoreTokenResponse,
        used: SecretString,
    ) -> Result<(), Error> {
        let rotated = answer
            .refresh_token()
            .filter(|token| token.secret() != used.expose_secret());
        if let (Some(rotated), Some(kept)) = (rotated, tokens.kept.as_mut()) {
            kept.refresh = Some(rotated.secret().clone().into());
            kept.previous = Some(used);
            tokens.unsaved = true;
        }
        self.save(tokens).await
    }

    async fn save(&self, tokens: &mut TokenState) -> Result<(), Error> {
        if let (true, Some(kept)) = (tokens.unsaved, &tokens.kept) {
            kept::commit(&self.vault, kept::put(Batch::new(), kept::TOKENS, kept)).await?;
            tokens.unsaved = false;
        }
        Ok(())
    }

    /// Forgets the tokens that are dead and tells everybody. What else is on disk stays.
    async fn end(&self, tokens: &mut TokenState) -> Result<(), Error> {
        let Some(mut who) = self.who() else {
            return Ok(());
        };
        if who.ended != Some(Reason::ByAgent) {
            who.ended = Some(Reason::Refused);
        }
        let mut batch = kept::put(Batch::new(), kept::WHO, &who);
        if let Some(kept) = tokens.kept.as_mut() {
            (kept.refresh, kept.previous) = (None, None);
            batch = kept::put(batch, kept::TOKENS, kept);
        }
        tokens.access.clear();
        tokens.unsaved = false;
        kept::commit(&self.vault, batch).await?;
        self.set_who(who);
        tracing::warn!("the provider has refused to renew the sign-in");
        Ok(())
    }

    fn resource(&self, audience: Audience) -> Result<Option<&str>, Error> {
        match (audience, &self.profile.assistant) {
            (Audience::Docs, _) => Ok(None),
            (Audience::Assistant, Some(assistant)) => Ok(Some(&assistant.resource)),
            (Audience::Assistant, None) => Err(crate::docs::absent(&self.profile, "assistant")),
        }
    }
}
