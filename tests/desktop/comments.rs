//! What is said about a note in the real window: begun at the text, answered, settled, also without a network.

use anyhow::{Context as _, Result};
use thirtyfour::{Key, WebElement};

use crate::program::{EDITOR, Machine, Program};

#[tokio::test(flavor = "multi_thread")]
async fn a_comment_begun_offline_marks_the_text_and_is_answered_and_settled() -> Result<()> {
    let machine = Machine::at("paris").await?.on_a_network().await?;
    let program = machine.start().await?;
    program.sign_in(&machine).await?;
    program
        .write_note("Minutes", "The gate is closed at nine.")
        .await?;
    synced(&program).await?;
    let network = machine.network.as_ref().context("a network")?;
    network.cut();
    program.select(EDITOR).await?.click().await?;
    program.press(true, "a").await?;
    program
        .select(EDITOR)
        .await?
        .send_keys(Key::Control + Key::Alt + "m")
        .await?;
    program.find("comment-draft").await?;
    say(&program, "comment-draft", "Which one?").await?;
    program
        .select("[data-testid=comment][data-sending=waiting]")
        .await?;
    let drawn = program.select(".note-commented").await?;
    assert_eq!(drawn.text().await?, "The gate is closed at nine.");
    crate::screens::axe(&program, "a comment that waits").await?;

    network.restore();
    program
        .select("[data-testid=comment][data-sending=sent]")
        .await?;
    program
        .select(".note-commented .bn-thread-mark, .bn-thread-mark .note-commented")
        .await?;
    say(&program, "thread", "The north gate.").await?;
    program
        .select("[data-testid=comment]:nth-child(2)[data-sending=sent]")
        .await?;
    program.click("thread-settle").await?;
    program.find("comments-settled").await?;
    synced(&program).await?;
    program.quit().await
}

/// Writes into the field of a part and sends it by keyboard.
async fn say(program: &Program, part: &str, text: &str) -> Result<()> {
    let field = format!("[data-testid={part}] [data-testid=comment-input]");
    let field: WebElement = program.select(&field).await?;
    field.send_keys(text).await?;
    field.send_keys(Key::Control + Key::Enter).await?;
    Ok(())
}

async fn synced(program: &Program) -> Result<()> {
    program
        .select("[data-testid=note-status][data-sync=synced]")
        .await
        .map(drop)
}
