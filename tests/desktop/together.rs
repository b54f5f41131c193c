//! Two agents at two machines, each in a window: what one types, the other reads.

use std::time::Duration;

use anyhow::{Result, bail, ensure};
use serde_json::json;
use tests::control;
use thirtyfour::{By, Key};

use crate::program::{EDITOR, Machine, Program};

const GLANCE: Duration = Duration::from_millis(100);

#[tokio::test(flavor = "multi_thread")]
async fn two_windows_show_each_other_what_is_typed() -> Result<()> {
    let first = Machine::of_agent("alice").await?;
    let second = first.beside("bruno")?;
    let alice = first.start().await?;
    alice.sign_in(&first).await?;
    let title = format!("Between {}", control::new_person().login);
    let note = alice.write_note(&title, "Guten Tag").await?;
    let email = &first.stack.agent("bruno")?.email;
    let access = json!({ "user": email, "role": "editor" });
    share(&first, &note, &access).await?;

    let bruno = second.start().await?;
    bruno.sign_in(&second).await?;
    bruno
        .select(&format!("[data-testid='note-row-{note}']"))
        .await?
        .click()
        .await?;
    bruno.until_text("Guten Tag").await?;
    let editor = bruno.select(EDITOR).await?;
    editor.click().await?;
    editor.send_keys("Bonjour ").await?;
    alice.until_text("Bonjour").await?;
    alice.select(EDITOR).await?.send_keys("Goedendag ").await?;
    bruno.until_text("Goedendag").await?;

    alice.quit().await?;
    bruno.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_is_shown_and_followed_to_where_they_write() -> Result<()> {
    let first = Machine::of_agent("alice").await?;
    let second = first.beside("bruno")?;
    let alice = first.start().await?;
    alice.sign_in(&first).await?;
    let title = format!("Long {}", control::new_person().login);
    let note = alice.write_note(&title, "The first line").await?;
    let editor = alice.select(EDITOR).await?;
    for line in 0..40 {
        editor
            .send_keys(Key::Enter + &format!("Line {line}"))
            .await?;
    }
    let email = &first.stack.agent("bruno")?.email;
    let access = json!({ "user": email, "role": "editor" });
    share(&first, &note, &access).await?;

    let bruno = second.start().await?;
    bruno.sign_in(&second).await?;
    bruno.click(&format!("note-row-{note}")).await?;
    bruno.until_text("The first line").await?;
    ensure!(!in_sight(&bruno).await?, "the end is not in sight yet");
    crate::screens::axe(&bruno, "a colleague is here").await?;
    bruno
        .select("[data-testid=company] button")
        .await?
        .click()
        .await?;
    bruno.find("following").await?;
    until_in_sight(&bruno).await?;
    crate::screens::axe(&bruno, "following a colleague").await?;

    // Wherever Alice goes.
    editor.send_keys(Key::Control + Key::Home).await?;
    editor.send_keys("Quite another ").await?;
    bruno.until_text("Quite another").await?;
    until_in_sight(&bruno).await?;
    bruno.press(false, Key::Escape).await?;
    until_gone(&bruno, "[data-testid=following]").await?;
    alice.quit().await?;
    bruno.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_before_is_read_on_a_new_computer_with_the_recovery_key() -> Result<()> {
    let machine = Machine::of_agent("carla").await?;
    let program = machine.start().await?;
    program.sign_in(&machine).await?;
    program.press(true, "2").await?;
    let room = "//*[starts-with(@data-testid,'room-row-')][contains(.,'Summit in The Hague')]";
    program.select_by(By::XPath(room)).await?.click().await?;
    program.find("timeline").await?;
    program.confirm(&machine).await?;
    program
        .until_text("I have added the works council's questions.")
        .await?;
    program.quit().await
}

/// Whether the window shows where the colleague's cursor is.
async fn in_sight(program: &Program) -> Result<bool> {
    let script = "const cursor = document.querySelector('.bn-collaboration-cursor__base')?.getBoundingClientRect();
        return cursor !== undefined && cursor.top > 0 && cursor.bottom < window.innerHeight";
    Ok(program.run(script).await? == true)
}

async fn until_in_sight(program: &Program) -> Result<()> {
    for _ in 0..100 {
        if in_sight(program).await? {
            return Ok(());
        }
        tokio::time::sleep(GLANCE).await;
    }
    bail!(
        "the colleague is never in sight:\n{}",
        program.text().await?
    )
}

async fn until_gone(program: &Program, css: &str) -> Result<()> {
    let gone = format!("return document.querySelector('{css}') === null");
    for _ in 0..100 {
        if program.run(&gone).await? == true {
            return Ok(());
        }
        tokio::time::sleep(GLANCE).await;
    }
    bail!("{css} stays")
}

/// Shares the note, once the server has it: it was begun in the window.
async fn share(machine: &Machine, note: &str, access: &serde_json::Value) -> Result<()> {
    let path = format!("notes/{note}/access");
    let mut shared = control::post(&machine.stack.docs, &path, access).await;
    for _ in 0..50 {
        if shared.is_ok() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        shared = control::post(&machine.stack.docs, &path, access).await;
    }
    shared.map(drop)
}
