//! Writing in the real window: the slash menu, links between notes, finding and replacing.

use anyhow::{Result, ensure};
use thirtyfour::{By, Key};

use crate::program::{EDITOR, Machine, Program};

#[tokio::test(flavor = "multi_thread")]
async fn words_are_found_and_replaced_in_one_step_that_can_be_undone() -> Result<()> {
    let machine = Machine::at("paris").await?;
    let program = machine.start().await?;
    program.sign_in(&machine).await?;
    program
        .write_note("Minutes", "The lock is closed. Open the lock at nine.")
        .await?;
    program.press(true, "f").await?;
    program.enter("find-input", "lock").await?;
    count(&program, "0 / 2").await?;
    program
        .find("find-input")
        .await?
        .send_keys(Key::Enter + "")
        .await?;
    count(&program, "1 / 2").await?;
    program.enter("replace-input", "gate").await?;
    crate::screens::axe(&program, "finding in a note").await?;
    program.click("replace-all").await?;
    program
        .until_text("The gate is closed. Open the gate at nine.")
        .await?;
    program.click("find-close").await?;
    program.press(true, "z").await?;
    program
        .until_text("The lock is closed. Open the lock at nine.")
        .await?;
    program.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_leads_to_the_other_note_and_a_callout_stands_out() -> Result<()> {
    let machine = Machine::at("paris").await?;
    let program = machine.start().await?;
    program.sign_in(&machine).await?;
    program
        .write_note("Cabinet\u{e007}", "What we know")
        .await?;
    program.write_note("Report", "See ").await?;
    let editor = program.select(EDITOR).await?;
    editor.send_keys("@cabi").await?;
    program
        .select_by(By::XPath("//*[@role='option'][contains(., 'Cabinet')]"))
        .await?;
    editor.send_keys(Key::Enter + "").await?;
    let link = program.select(".note-link").await?;
    ensure!(link.text().await? == "Cabinet", "the link has its title");
    editor.send_keys(Key::Enter + "/callout").await?;
    program
        .select_by(By::XPath("//*[@role='option'][contains(., 'Callout')]"))
        .await?;
    editor.send_keys(Key::Enter + "Mind the gap").await?;
    program.select(".note-callout").await?;
    program.select(".note-link").await?.click().await?;
    program.until_text("What we know").await?;
    program.quit().await
}

async fn count(program: &Program, said: &str) -> Result<()> {
    for _ in 0..50 {
        if program.find("find-count").await?.text().await? == said {
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    anyhow::bail!("{said:?} is not said:\n{}", program.text().await?)
}
