//! Every screen can be used by everyone: axe finds nothing, and the keyboard reaches everything.
#![expect(
    clippy::disallowed_methods,
    reason = "the rig reads axe from the window's own packages"
)]

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use thirtyfour::Key;

use crate::program::{Machine, Program};

/// What axe finds on the screen that is shown.
pub(crate) async fn axe(program: &Program, screen: &str) -> Result<()> {
    let path = std::env::var("ATTACHE_AXE")
        .context("ATTACHE_AXE names no axe: use `cargo xtask desktop-tests`")?;
    let axe = std::fs::read_to_string(&path).with_context(|| format!("reading {path}"))?;
    program.run(&axe).await?;
    let script = "const done = arguments[arguments.length - 1];
        // What was read aloud a moment ago stays in the log after its owner is gone; it is no longer on the screen.
        const context = { include: document, exclude: '[data-live-announcer]' };
        // The line between two panes stands between two landmarks, and in neither.
        window.axe.configure({ rules: [{ id: 'region', selector: 'body *:not([role=separator])' }] });
        window.axe.run(context, { resultTypes: ['violations'] }).then((result) => done(result.violations.map((found) =>
            ({ rule: found.id, nodes: found.nodes.map((node) => node.html.slice(0, 160)) }))));";
    let found = program
        .driver
        .execute_async(script, vec![])
        .await?
        .json()
        .clone();
    ensure!(found == json!([]), "{screen}: {found:#}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_passes_axe_and_is_reached_by_keyboard() -> Result<()> {
    let machine = Machine::at("paris").await?;
    let program = machine.start().await?;
    program.select("[data-testid^='agency-']").await?;
    axe(&program, "welcome").await?;
    program.sign_in(&machine).await?;
    for part in ["rail-notes", "rail-chat", "rail-assistant", "rail-settings"] {
        program.click(part).await?;
        tokio::time::sleep(std::time::Duration::from_millis(400)).await;
        axe(&program, part).await?;
        program.press(false, Key::Escape).await?;
    }
    let reached = tabbed(&program).await?;
    for part in ["rail-notes", "rail-chat"] {
        ensure!(
            reached.iter().any(|id| id == part),
            "Tab never reaches {part}: {reached:?}"
        );
    }
    program.press(true, "k").await?;
    program.find("palette-input").await?;
    axe(&program, "palette").await?;
    program.quit().await
}

/// The test ids of everything that Tab reaches, once around.
async fn tabbed(program: &Program) -> Result<Vec<String>> {
    let mut reached = Vec::new();
    for _ in 0..40 {
        program.press(false, Key::Tab).await?;
        let id: Value = program
            .run("return document.activeElement?.closest('[data-testid]')?.dataset.testid ?? ''")
            .await?;
        reached.push(id.as_str().unwrap_or_default().to_owned());
    }
    Ok(reached)
}
