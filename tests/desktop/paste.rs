//! Pasting into a note in the real window, from the display's clipboard.

use std::time::Duration;

use anyhow::{Result, bail, ensure};
use tests::control;
use thirtyfour::Key;

use crate::clipboard;
use crate::program::{EDITOR, Machine, Program};

const PAGE: &str = "<h2 style='font-family: Papyrus'>Agenda</h2><ul><li>Budget</li><li>Any <b>other</b> business</li></ul>";
const WORDS: &str = "Agenda, Budget, Any other business";

#[tokio::test(flavor = "multi_thread")]
async fn what_other_programs_copy_keeps_its_shape_or_only_its_words() -> Result<()> {
    let machine = Machine::at("paris").await?;
    let program = machine.start().await?;
    program.sign_in(&machine).await?;
    program.write_note("Minutes", "Monday").await?;
    clipboard::fill(vec![
        ("text/html", PAGE.into()),
        ("UTF8_STRING", WORDS.into()),
    ])?;
    let editor = program.select(EDITOR).await?;
    editor.send_keys(Key::Enter + "").await?;
    editor.send_keys(Key::Control + "v").await?;
    program
        .select("[data-content-type=heading][data-level='2']")
        .await?;
    let item = program
        .select("[data-content-type=bulletListItem] strong")
        .await?;
    ensure!(item.text().await? == "other");
    ensure!(
        program
            .run("return document.querySelector('[style*=Papyrus]')")
            .await?
            .is_null()
    );

    editor.send_keys(Key::Enter + "").await?;
    editor.send_keys(Key::Control + Key::Shift + "v").await?;
    program.until_text(WORDS).await?;
    program.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_was_copied_becomes_a_file_of_the_note() -> Result<()> {
    let machine = Machine::at("paris").await?;
    let program = machine.start().await?;
    program.sign_in(&machine).await?;
    let note = program.write_note("Minutes", "Monday").await?;
    synced(&program).await?;
    let picture = include_bytes!("../../icons/128x128.png");
    clipboard::fill(vec![("image/png", picture.into())])?;
    let editor = program.select(EDITOR).await?;
    editor.send_keys(Key::Enter + "").await?;
    editor.send_keys(Key::Control + "v").await?;
    let drawn = "return document.querySelector('.bn-visual-media')?.naturalWidth";
    for _ in 0..100 {
        if program.run(drawn).await? == 128 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    ensure!(program.run(drawn).await? == 128, "it is drawn");
    for _ in 0..100 {
        let there = control::get(&machine.stack.docs, &format!("notes/{note}")).await?;
        if there["attachments"].as_array().map(Vec::len) == Some(1) {
            return program.quit().await;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    bail!("the server never has it")
}

async fn synced(program: &Program) -> Result<()> {
    program
        .select("[data-testid=note-status][data-sync=synced]")
        .await
        .map(drop)
}
