//! Sharing a note in the real window: somebody is let in, and the link is opened.

use anyhow::{Result, ensure};
use serde_json::Value;
use tests::control;
use thirtyfour::By;

use crate::program::Machine;

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_is_let_in_and_the_link_opened_for_everybody_signed_in() -> Result<()> {
    let machine = Machine::at("paris").await?;
    let program = machine.start().await?;
    program.sign_in(&machine).await?;
    let note = program.write_note("For both", "Read this").await?;
    program
        .select("[data-testid=note-status][data-sync=synced]")
        .await?;
    program.click("share-open").await?;
    program.find("share-alone").await?;
    crate::screens::axe(&program, "a note that nobody shares").await?;
    program.enter("share-add", "Alice Martin").await?;
    let alice = By::XPath("//*[@role='option'][contains(., 'Alice Martin')]");
    program.select_by(alice).await?.click().await?;
    program.click("share-add-submit").await?;
    program.until_text("alice.martin@paris.example").await?;
    program
        .select("[data-testid^='share-member-']:nth-child(2)")
        .await?;
    crate::screens::axe(&program, "a note with a member").await?;
    program.click("share-link-reach").await?;
    program.click("share-link-reach-authenticated").await?;
    program.find("share-link-role").await?;

    let there = until(&machine.stack.docs, &note).await?;
    let accesses = there["accesses"].as_array().map_or(0, Vec::len);
    ensure!(accesses == 2, "{there}");
    program.quit().await
}

/// Waits until the server has opened the note's link.
async fn until(docs: &tests::stack::Server, note: &str) -> Result<Value> {
    let mut there = Value::Null;
    for _ in 0..50 {
        there = control::get(docs, &format!("notes/{note}")).await?;
        if there["linkReach"] == "authenticated" {
            return Ok(there);
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    anyhow::bail!("the link is as it was: {there}")
}
