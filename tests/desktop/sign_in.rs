//! Signing in as an agent does, through both surfaces, and finding everything again after a restart.
#![expect(
    clippy::disallowed_methods,
    reason = "the rig reads the address that the browser was given"
)]

use std::time::Duration;

use anyhow::{Context as _, Result};
use serde_json::json;
use tests::browser::Browser;
use tests::website::Website;
use tokio::sync::watch;
use url::Url;

use crate::program::Machine;

#[tokio::test(flavor = "multi_thread")]
async fn a_note_typed_after_signing_in_through_the_window_is_found_again_after_a_restart()
-> Result<()> {
    let machine = Machine::at("paris").await?;
    let program = machine.start().await?;
    program.sign_in(&machine).await?;
    program
        .write_note("Trip to Warsaw", "Train at nine")
        .await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    program.quit().await?;

    let program = machine.start().await?;
    program.until_text("Trip to Warsaw").await?;
    // It was open, and is again.
    program.until_text("Train at nine").await?;
    program.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_last_is_there_after_the_window_was_closed_at_once() -> Result<()> {
    let machine = Machine::at("paris").await?;
    let program = machine.start().await?;
    program.sign_in(&machine).await?;
    program
        .write_note("Trip to Warsaw", "Train at nine, platform four")
        .await?;
    program.close().await?;

    let program = machine.start().await?;
    program.until_text("Train at nine, platform four").await?;
    program.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_system_browser_signs_in_where_docs_takes_tokens() -> Result<()> {
    let machine = Machine::at("sso").await?;
    let program = machine.start().await?;
    program
        .select("[data-testid^='agency-']")
        .await?
        .click()
        .await?;
    let browser = Browser::new(
        &machine.person,
        Some(&machine.stack.authority()?),
        watch::Sender::new(false),
    )?;
    // One visit for each part that has a sign-in of its own: the identity provider, then the homeserver.
    let visits = async {
        loop {
            if let Ok(address) = std::fs::read_to_string(machine.opened_address()) {
                std::fs::remove_file(machine.opened_address()).context("taking the address")?;
                browser.visit(&Url::parse(&address)?, &|_| false).await?;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    tokio::select! {
        ended = visits => return ended,
        opened = program.find("rail-notes") => drop(opened?),
    }
    program.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agency_found_by_an_e_mail_address_signs_in_like_any_other() -> Result<()> {
    const DOMAIN: &str = "paris.example";
    let machine = Machine::at("paris").await?.on_a_network().await?;
    let profile = std::fs::read_to_string(&machine.profile)?;
    let website = Website::publish(DOMAIN, profile).await?;
    let network = machine.network.as_ref().context("a network")?;
    network.lead(&format!("{DOMAIN}:443"), website.address);
    let authority = machine.folder.path().join("authority.pem");
    std::fs::write(&authority, &website.authority)?;
    let policy = machine.folder.path().join("policy.json");
    let trusted = json!({ "version": 1, "mandatory": { "CertificateAuthorities": [authority] } });
    std::fs::write(&policy, trusted.to_string())?;

    let program = machine
        .start_given(&["--policy-file", &policy.display().to_string()])
        .await?;
    // A slip of the pen first: nothing answers there, and the field keeps what was typed.
    program.enter("agency-email", "alice@pari.example").await?;
    program.click("agency-find").await?;
    program
        .until_text("Nothing answers at this address.")
        .await?;
    program.click("agency-email").await?;
    program.press(true, "a").await?;
    program.enter("agency-email", "alice@paris.example").await?;
    program.click("agency-find").await?;
    program.find("agency-paris").await?;
    program.sign_in(&machine).await?;
    program.quit().await
}
