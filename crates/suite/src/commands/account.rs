//! Commands about accounts and agencies.

use ::session::Profile;
use ::vault::RecoveryKey;
use secrecy::ExposeSecret as _;

use super::*;
use crate::suite::lock;

pub(super) async fn account_sign_in(suite: &Suite, args: SignIn) -> Result<(), Failure> {
    let profile = lock(&suite.inner.accounts).profile(&args.profile);
    suite.begin_trip(
        profile.ok_or_else(|| {
            Failure::new(Code::Missing, "there is no such agency on this machine")
        })?,
    )
}

pub(super) async fn account_sign_in_cancel(suite: &Suite, (): ()) -> Result<(), Failure> {
    suite.cancel_trip();
    Ok(())
}

pub(super) async fn account_sign_out(suite: &Suite, args: SignOut) -> Result<(), Failure> {
    suite.sign_out(args.keep).await
}

pub(super) async fn account_switch(suite: &Suite, id: AccountId) -> Result<(), Failure> {
    let known = suite.known(&id)?;
    if known.signed_out {
        return Err(Failure::new(
            Code::SignedOut,
            "this account opens for who signs in",
        ));
    }
    suite.open(known).await;
    Ok(())
}

pub(super) async fn account_welcome(suite: &Suite, (): ()) -> Result<(), Failure> {
    suite.leave().await;
    Ok(())
}

/// An account that never came to be has nothing to be opened: then it is signed in to again.
pub(super) async fn account_open_again(suite: &Suite, (): ()) -> Result<(), Failure> {
    match suite.closed() {
        Ok(known) => suite.open(known).await,
        Err(failure) if failure.code == Code::Missing => suite.welcome(None),
        Err(failure) => return Err(failure),
    }
    Ok(())
}

pub(super) async fn account_recover(suite: &Suite, args: RecoveryKeyText) -> Result<(), Failure> {
    let key =
        RecoveryKey::parse(&args.key).map_err(|mistyped| Failure::new(Code::Invalid, mistyped))?;
    suite.recover(suite.closed()?, key).await
}

pub(super) async fn account_start_over(suite: &Suite, (): ()) -> Result<(), Failure> {
    match suite.closed() {
        Err(failure) if failure.code == Code::Missing => suite.welcome(None),
        closed => return suite.start_over(&closed?).await,
    }
    Ok(())
}

pub(super) async fn account_recovery_key(
    suite: &Suite,
    (): (),
) -> Result<RecoveryKeyShown, Failure> {
    let key = suite.open_desk()?.vault.make_recovery_key()?;
    suite.refresh();
    Ok(RecoveryKeyShown {
        key: key.text().expose_secret().to_owned(),
    })
}

pub(super) async fn profile_add(suite: &Suite, args: ProfileText) -> Result<ProfileId, Failure> {
    suite.add_agency(Profile::parse(&args.text, "that was added")?)
}

pub(super) async fn profile_find(suite: &Suite, args: EmailAddress) -> Result<ProfileId, Failure> {
    let place = ::session::profile::well_known(&args.email)?;
    let network = ::net::Network::new(suite.way(vec![place], Vec::new()))?;
    let found = ::session::profile::find(&args.email, &network).await?;
    let missing = || Failure::new(Code::Missing, "the domain publishes no profile");
    suite.add_agency(found.ok_or_else(missing)?)
}
