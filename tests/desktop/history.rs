//! The history of a note in the real window: what was taken out is seen, put back, and taken out again.

use anyhow::Result;

use crate::program::{EDITOR, Machine};

#[tokio::test(flavor = "multi_thread")]
async fn a_version_of_an_earlier_session_is_compared_restored_and_taken_back() -> Result<()> {
    let machine = Machine::at("paris").await?;
    let program = machine.start().await?;
    program.sign_in(&machine).await?;
    let note = program
        .write_note("Minutes", "The gate is closed at nine.")
        .await?;
    program
        .select("[data-testid=note-status][data-sync=synced]")
        .await?;
    program.quit().await?;

    let program = machine.start().await?;
    program.click(&format!("note-row-{note}")).await?;
    let editor = program.select(EDITOR).await?;
    editor.click().await?;
    editor.send_keys(" And open at noon.").await?;
    program.until_text("And open at noon.").await?;
    program.click("history-open").await?;
    program
        .select("[data-testid^='history-row-here']")
        .await?
        .click()
        .await?;
    program.find("history-summary").await?;
    crate::screens::axe(&program, "the history of a note").await?;
    program.click("history-restore").await?;
    program.find("history-undo").await?;
    let text = "return document.querySelector(\"[data-testid='note-editor']\").innerText";
    until(&program, text, |text| !text.contains("noon")).await?;
    program.click("history-undo").await?;
    until(&program, text, |text| text.contains("And open at noon.")).await?;
    program.quit().await
}

async fn until(
    program: &crate::program::Program,
    script: &str,
    want: impl Fn(&str) -> bool,
) -> Result<()> {
    let mut said = serde_json::Value::Null;
    for _ in 0..100 {
        said = program.run(script).await?;
        if said.as_str().is_some_and(&want) {
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    anyhow::bail!("the note says {said}")
}
