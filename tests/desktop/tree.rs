//! The tree of notes by its menus: one inside another, marked, moved, thrown away and taken out again.

use anyhow::{Result, ensure};
use thirtyfour::{By, Key};

use crate::program::{Machine, Program, keyboard, wait_for_window};

#[tokio::test(flavor = "multi_thread")]
async fn notes_are_put_inside_one_another_moved_and_taken_out_of_the_trash() -> Result<()> {
    let machine = Machine::at("paris").await?;
    let program = machine.start().await?;
    program.sign_in(&machine).await?;
    let cabinet = program.write_note("Cabinet", "What we know").await?;
    choose(&program, "note-menu", "New note inside").await?;
    until(&program, "a new note", async || {
        Ok(opened(&program).await? != cabinet)
    })
    .await?;
    program
        .enter("note-title", "Minutes of Monday\u{e007}")
        .await?;
    program.until_text("Minutes of Monday").await?;
    let inside = opened(&program).await?;
    ensure!(level(&program, &inside).await? == level(&program, &cabinet).await? + 1);
    crate::screens::axe(&program, "a note inside another").await?;

    program.click("note-favour").await?;
    program
        .find(&format!("note-row-favourite-{inside}"))
        .await?;
    choose(&program, "note-menu", "Move to…").await?;
    program.enter("move-find", "top").await?;
    crate::screens::axe(&program, "moving a note").await?;
    option(&program, "At the top").await?;
    until(&program, "at the top", async || {
        Ok(level(&program, &inside).await? == level(&program, &cabinet).await?)
    })
    .await?;

    choose(&program, "note-menu", "Delete note").await?;
    program.until_text("was deleted").await?;
    crate::screens::axe(&program, "a note in the trash").await?;
    program.quit().await?;

    // After a restart the trash still has it.
    let program = machine.start().await?;
    let unfold = By::XPath("//*[@role='row'][contains(., 'Trash')]//button");
    program.select_by(unfold).await?.click().await?;
    program.click(&format!("note-row-{inside}")).await?;
    program.until_text("was deleted").await?;
    program.click("note-undo").await?;
    program.find("note-status").await?;
    program.find(&format!("note-row-{inside}")).await?;
    program.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_is_dragged_into_another_by_mouse_and_out_again_by_keyboard() -> Result<()> {
    let machine = Machine::at("paris").await?;
    let program = machine.start().await?;
    program.sign_in(&machine).await?;
    let cabinet = program.write_note("Cabinet", "What we know").await?;
    let minutes = program.write_note("Minutes", "The gate").await?;
    let depth = async |note: &str| level(&program, note).await;
    drag(&program, &minutes, &cabinet).await?;
    until(&program, "inside", async || {
        Ok(depth(&minutes).await? == depth(&cabinet).await? + 1)
    })
    .await?;

    // The handle stands right of the row's focus, and up from there are the places where the note may go.
    program.click(&format!("note-row-{minutes}")).await?;
    program.press(false, Key::Right).await?;
    focused(&program, "Drag Minutes").await?;
    program.press(false, Key::Enter).await?;
    for _ in 0..10 {
        if is_focused(&program, "Drop on My notes").await? {
            break;
        }
        program.press(false, Key::Up).await?;
    }
    focused(&program, "Drop on My notes").await?;
    program.press(false, Key::Enter).await?;
    until(&program, "at the top", async || {
        Ok(depth(&minutes).await? == depth(&cabinet).await?)
    })
    .await?;
    program.quit().await
}

/// Drags one row onto another with the display's own mouse: a drag that WebDriver's begins goes nowhere in WebKitGTK.
async fn drag(program: &Program, from: &str, to: &str) -> Result<()> {
    let window = wait_for_window("--name", "^Attaché$").await?;
    let move_to = async |note: &str, down: f64| {
        let row = program.find(&format!("note-row-{note}")).await?;
        let row = row.rect().await?;
        let x = (row.x + row.width / 2.0).round().to_string();
        let y = (row.y + row.height / 2.0 + down).round().to_string();
        keyboard(&["mousemove", "--window", &window, &x, &y]).await
    };
    move_to(from, 0.0).await?;
    keyboard(&["mousedown", "1"]).await?;
    // A drag begins with the first steps, and a target shows itself when the mouse moves over it.
    for (note, down) in [
        (from, -4.0),
        (from, -10.0),
        (to, 1.0),
        (to, 0.0),
        (to, 1.0),
        (to, 0.0),
    ] {
        move_to(note, down).await?;
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    keyboard(&["mouseup", "1"]).await
}

async fn is_focused(program: &Program, label: &str) -> Result<bool> {
    let said = program
        .run("return document.activeElement.getAttribute('aria-label')")
        .await?;
    Ok(said == label)
}

async fn focused(program: &Program, label: &str) -> Result<()> {
    until(program, label, async || is_focused(program, label).await).await
}

/// Opens a menu and takes what is called so.
async fn choose(program: &Program, menu: &str, what: &str) -> Result<()> {
    program.click(menu).await?;
    let entry = format!("//*[@role='menuitem'][contains(., '{what}')]");
    Ok(program.select_by(By::XPath(entry)).await?.click().await?)
}

async fn option(program: &Program, what: &str) -> Result<()> {
    let entry = format!("//*[@role='option'][contains(., '{what}')]");
    Ok(program.select_by(By::XPath(entry)).await?.click().await?)
}

/// The note that is open.
async fn opened(program: &Program) -> Result<String> {
    let row = program
        .select("[data-testid^='note-row-'][aria-selected='true']")
        .await?;
    let id = row.attr("data-testid").await?.unwrap_or_default();
    Ok(id.trim_start_matches("note-row-").to_owned())
}

/// How deep its row stands in the tree.
async fn level(program: &Program, note: &str) -> Result<u32> {
    let row = program.find(&format!("note-row-{note}")).await?;
    Ok(row.attr("aria-level").await?.unwrap_or_default().parse()?)
}

async fn until(program: &Program, what: &str, is_so: impl AsyncFn() -> Result<bool>) -> Result<()> {
    for _ in 0..100 {
        if is_so().await.unwrap_or(false) {
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    anyhow::bail!("never {what}:\n{}", program.text().await?)
}
