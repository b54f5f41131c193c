//! Pictures in a note, in the real window: pasted without a network, shown at once and after a restart, sent later.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use tests::control;
use tests::faults::FaultProxy;
use thirtyfour::Key;

use crate::program::{EDITOR, Machine, Program};

/// Draws a picture and pastes it where the cursor is, as the clipboard would.
const PASTE: &str = r#"
const canvas = Object.assign(document.createElement("canvas"), { width: 480, height: 240 });
const pen = canvas.getContext("2d");
pen.fillStyle = "rgb(51 85 207)"; pen.fillRect(0, 0, 480, 240);
pen.fillStyle = "rgb(245 179 53)"; pen.fillRect(60, 60, 200, 120);
canvas.toBlob((blob) => {
  const data = new DataTransfer();
  data.items.add(new File([blob], "bridge.png", { type: "image/png" }));
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.querySelector("SELECTOR").dispatchEvent(event);
});
"#;

/// The pictures that are really drawn, by their width.
const DRAWN: &str =
    "return [...document.querySelectorAll('.bn-visual-media')].map((one) => one.naturalWidth)";

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_pasted_offline_is_shown_after_a_restart_and_sent_later() -> Result<()> {
    let machine = Machine::at("paris").await?.on_a_network().await?;
    let program = machine.start().await?;
    program.sign_in(&machine).await?;
    let note = program.write_note("Site visit", "The bridge").await?;
    until_status(&program, "synced").await?;
    network(&machine)?.cut();
    let editor = program.select(EDITOR).await?;
    editor.send_keys(Key::Enter + "").await?;
    let paste = PASTE.replace("SELECTOR", EDITOR);
    program.run(&paste).await.context("pasting")?;
    until_drawn(&program).await.context("what was pasted")?;
    program.find("note-uploads").await?;
    program.until_text("bridge.png").await?;
    crate::screens::axe(&program, "a file that waits").await?;
    program.quit().await?;

    let program = machine.start().await?;
    program.click(&format!("note-row-{note}")).await?;
    until_drawn(&program).await?;
    network(&machine)?.restore();
    until_status(&program, "synced").await?;
    until_drawn(&program).await?;
    let there = control::get(&machine.stack.docs, &format!("notes/{note}")).await?;
    ensure!(
        there["attachments"].as_array().map(Vec::len) == Some(1),
        "{there}"
    );
    program.quit().await
}

fn network(machine: &Machine) -> Result<&FaultProxy> {
    machine
        .network
        .as_ref()
        .context("the machine is on no network")
}

async fn until_drawn(program: &Program) -> Result<()> {
    for _ in 0..150 {
        let drawn = program.run(DRAWN).await?;
        if drawn == serde_json::json!([480]) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let drawn: Value = program.run(DRAWN).await?;
    anyhow::bail!("drawn is {drawn}:\n{}", program.text().await?)
}

async fn until_status(program: &Program, status: &str) -> Result<()> {
    program
        .select(&format!("[data-testid=note-status][data-sync={status}]"))
        .await
        .map(drop)
}
