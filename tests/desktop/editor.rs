//! Writing in the real window: the slash menu, links between notes, finding and replacing.

use anyhow::{Result, ensure};
use thirtyfour::{By, Key};
use x11rb::protocol::xproto::{ConnectionExt as _, ImageFormat};

use crate::program::{EDITOR, Machine, Program, keyboard, wait_for_window};

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

#[tokio::test(flavor = "multi_thread")]
async fn words_that_are_spelt_wrong_are_marked() -> Result<()> {
    let machine = Machine::at("paris").await?;
    let program = machine.start().await?;
    program.sign_in(&machine).await?;
    program
        .write_note("Minutes", "The gate is closed at nine.")
        .await?;
    ensure!(red().await? == 0, "nothing is wrong yet");
    let window = wait_for_window("--name", "^Attaché$").await?;
    keyboard(&["windowfocus", "--sync", &window]).await?;
    keyboard(&["type", "--delay", "50", " Nobdy is thre"]).await?;
    // A word is judged when the cursor has left it.
    keyboard(&["key", "Home"]).await?;
    for _ in 0..100 {
        if red().await? > 0 {
            return program.quit().await;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    anyhow::bail!("nothing is marked")
}

#[tokio::test(flavor = "multi_thread")]
async fn code_has_colours() -> Result<()> {
    let machine = Machine::at("paris").await?;
    let program = machine.start().await?;
    program.sign_in(&machine).await?;
    program.write_note("Minutes", "The gate").await?;
    let editor = program.select(EDITOR).await?;
    editor.send_keys(Key::Enter + "```rust ").await?;
    editor.send_keys("fn main() { // says hello").await?;
    editor
        .send_keys(Key::Enter + "println!(\"hello {}\", 42); }")
        .await?;
    let colours = "return new Set([...document.querySelectorAll('[data-content-type=codeBlock] code *')].map((one) => getComputedStyle(one).color)).size";
    until(&program, "four colours", async || {
        Ok(program.run(colours).await?.as_u64() >= Some(4))
    })
    .await?;
    crate::screens::axe(&program, "code in a note").await?;
    let dark = serde_json::json!({ "language": "en", "theme": "dark" });
    program.call("settings_change", dark).await?;
    program.select("[data-theme=dark]").await?;
    crate::screens::axe(&program, "code in a note, dark").await?;
    program.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_is_read_is_not_changed_by_accident() -> Result<()> {
    let machine = Machine::at("paris").await?;
    let program = machine.start().await?;
    program.sign_in(&machine).await?;
    program.write_note("Minutes", "The gate is closed.").await?;
    let keys = || Key::Control + Key::Shift + "e";
    program.select(EDITOR).await?.send_keys(keys()).await?;
    program
        .select("[data-testid='note-editor'][contenteditable='false']")
        .await?;
    crate::screens::axe(&program, "a note in reading mode").await?;
    program
        .select_by(By::XPath("//p[contains(., 'The gate')]"))
        .await?
        .click()
        .await?;
    program.press(false, "x").await?;
    ensure!(!program.text().await?.contains('x'));
    let chain = program
        .driver
        .action_chain()
        .key_down(Key::Control)
        .key_down(Key::Shift);
    chain
        .send_keys("e")
        .key_up(Key::Shift)
        .key_up(Key::Control)
        .perform()
        .await?;
    let editor = program.select(EDITOR).await?;
    editor.send_keys("x").await?;
    program.until_text("x").await?;
    program.quit().await
}

async fn until(program: &Program, what: &str, is_so: impl AsyncFn() -> Result<bool>) -> Result<()> {
    for _ in 0..100 {
        if is_so().await? {
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    anyhow::bail!("never {what}:\n{}", program.text().await?)
}

/// How many points of the window are as red as what stands under a word that is spelt wrong; nothing else here is.
async fn red() -> Result<usize> {
    let window = wait_for_window("--name", "^Attaché$").await?.parse()?;
    let (display, _) = x11rb::connect(None)?;
    let size = display.get_geometry(window)?.reply()?;
    let (kind, all) = (ImageFormat::Z_PIXMAP, u32::MAX);
    let picture = display.get_image(kind, window, 0, 0, size.width, size.height, all)?;
    let picture = picture.reply()?.data;
    // Blue, green, red and nothing.
    let is_red = |point: &&[u8]| point[2] > point[0].max(point[1]).saturating_add(60);
    Ok(picture.chunks_exact(4).filter(is_red).count())
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
