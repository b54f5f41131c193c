//! Pictures of every screen and state, light and dark, in four languages, for looking at and for the README.
//! `cargo xtask screenshots --out DIR` sets the folder.
#![expect(clippy::disallowed_methods, reason = "the rig writes pictures")]

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use thirtyfour::{By, Key};
use tokio::process::Command;

use crate::program::{EDITOR, Machine, Program, keyboard, wait_for_window};

const LANGUAGES: [&str; 4] = ["en", "fr", "de", "nl"];
const THEMES: [&str; 2] = ["light", "dark"];

struct Album {
    folder: PathBuf,
}

impl Album {
    /// What the display shows of the window: WebKitGTK's own pictures never come without a graphics card.
    async fn take(&self, program: &Program, name: &str) -> Result<()> {
        // Fonts, images and the last transition.
        program
            .run("if (!document.querySelector('[role=dialog]')) document.activeElement?.blur()")
            .await?;
        tokio::time::sleep(Duration::from_millis(700)).await;
        std::fs::create_dir_all(&self.folder)?;
        let window = wait_for_window("--name", "^Attaché$").await?;
        let status = Command::new("import")
            .args(["-window", &window])
            .arg(self.folder.join(format!("{name}.png")))
            .status()
            .await
            .context("import (package imagemagick)")?;
        ensure!(status.success(), "import: {status}");
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes pictures for people to look at: cargo xtask screenshots"]
async fn every_screen_can_be_pictured() -> Result<()> {
    let folder =
        std::env::var_os("ATTACHE_SCREENSHOTS").context("ATTACHE_SCREENSHOTS names no folder")?;
    let album = Album {
        folder: folder.into(),
    };
    let machine = Machine::of_agent("alice").await?.on_a_network().await?;
    let program = machine.start().await?;
    program.select("[data-testid^='agency-']").await?;
    for language in LANGUAGES {
        look(&program, language, "light").await?;
        album
            .take(&program, &format!("welcome-{language}-light"))
            .await?;
    }
    look(&program, "en", "dark").await?;
    album.take(&program, "welcome-en-dark").await?;
    look(&program, "en", "light").await?;
    program.sign_in(&machine).await?;
    program.press(true, "2").await?;
    program.find("encryption-act").await?;
    album.take(&program, "room-unconfirmed-en-light").await?;
    program.confirm(&machine).await?;
    ask(&program, &album).await?;
    comment(&program).await?;
    for theme in THEMES {
        for language in LANGUAGES {
            look(&program, language, theme).await?;
            let name = format!("{language}-{theme}");
            walk(&program, &album, &name).await?;
            dialogs(&program, &album, &name).await?;
        }
    }
    look(&program, "en", "light").await?;
    resize("1920", "1080").await?;
    walk(&program, &album, "en-light-1920").await?;
    resize("1280", "800").await?;
    look(&program, "de", "light").await?;
    for _ in 0..5 {
        program.press(true, "=").await?;
    }
    walk(&program, &album, "de-light-zoom200").await?;
    program.press(true, "0").await?;
    look(&program, "en", "dark").await?;
    offline(&machine, &program, &album).await?;
    program.quit().await
}

/// Without a window manager, the display itself is asked.
async fn resize(width: &str, height: &str) -> Result<()> {
    let window = wait_for_window("--name", "^Attaché$").await?;
    keyboard(&["windowsize", "--sync", &window, width, height]).await
}

async fn look(program: &Program, language: &str, theme: &str) -> Result<()> {
    program
        .call(
            "settings_change",
            json!({ "language": language, "theme": theme }),
        )
        .await
        .map(drop)
}

/// What is begun from the list of notes.
async fn dialogs(program: &Program, album: &Album, name: &str) -> Result<()> {
    program.press(true, "1").await?;
    for (steps, dialog) in [(1, "template"), (2, "packing")] {
        program.click("notes-more").await?;
        for _ in 0..steps {
            program.press(false, Key::Down).await?;
        }
        program.press(false, Key::Enter).await?;
        program.select("[role=dialog]").await?;
        album.take(program, &format!("{dialog}-{name}")).await?;
        program.press(false, Key::Escape).await?;
    }
    Ok(())
}

/// The screens of a signed-in desk.
async fn walk(program: &Program, album: &Album, name: &str) -> Result<()> {
    open_note(program).await?;
    album.take(program, &format!("note-{name}")).await?;
    program.press(true, "2").await?;
    open_row(program, "room", ROOM).await?;
    program.find("timeline").await?;
    album.take(program, &format!("room-{name}")).await?;
    program.press(true, "1").await?;
    program.press(true, "j").await?;
    program.find("assistant-input").await?;
    album.take(program, &format!("assistant-{name}")).await?;
    program.press(true, "j").await?;
    program.run(COMMENTS).await?;
    program.find("thread").await?;
    album.take(program, &format!("comments-{name}")).await?;
    program.run(COMMENTS).await?;
    // By keyboard: WebDriver clicks beside its mark where the page is zoomed.
    program.press(true, ",").await?;
    album.take(program, &format!("settings-{name}")).await?;
    program.press(false, Key::Escape).await?;
    program.press(true, "k").await?;
    program.find("palette-input").await?;
    album.take(program, &format!("palette-{name}")).await?;
    program.press(false, Key::Escape).await
}

async fn say(program: &Program, text: &str) -> Result<()> {
    program.enter("message-input", text).await?;
    program.click("message-send").await?;
    program.until_text(text).await
}

/// Asks the assistant about the report, and waits for its answer.
async fn ask(program: &Program, album: &Album) -> Result<()> {
    open_note(program).await?;
    program.press(true, "j").await?;
    program.find("assistant-input").await?;
    album.take(program, "note-and-assistant-en-light").await?;
    program.enter("assistant-input", "What was agreed?").await?;
    program.click("assistant-send").await?;
    program.find("assistant-answer").await?;
    tokio::time::sleep(Duration::from_secs(3)).await;
    // The stack's model is small and may never come to an end: the agent stops it.
    program
        .run("document.querySelector('[data-testid=assistant-stop]')?.click()")
        .await?;
    program.find("assistant-send").await?;
    program.press(true, "j").await
}

/// Comments on two lines of the report, one with an answer and a reaction.
async fn comment(program: &Program) -> Result<()> {
    for (line, text) in [
        ("telephone", "Which number? The old one no longer works."),
        ("Carla: find a room", "The one on the third floor is free."),
    ] {
        let path = format!(
            "//div[@data-testid='note-editor']//*[contains(@class,'bn-inline-content')][contains(.,'{line}')]"
        );
        program.select_by(By::XPath(path)).await?.click().await?;
        let editor = program.select(EDITOR).await?;
        editor.send_keys(Key::Control + Key::Alt + "m").await?;
        let field = "[data-testid=comment-draft] [data-testid=comment-input]";
        let field = program.select(field).await?;
        field.send_keys(text).await?;
        field.send_keys(Key::Control + Key::Enter).await?;
        program.until_text(text).await?;
    }
    program
        .select("[data-testid=thread] [data-testid=comment-input]")
        .await?
        .send_keys("The one of the front desk, I will add it.")
        .await?;
    program.click("comment-send").await?;
    program.click("comment-react").await?;
    program.select("[role=menuitem]").await?.click().await?;
    program.find("comment-reaction").await?;
    program.run(COMMENTS).await.map(drop)
}

/// Shows or hides the comments. Not by the mouse: WebDriver clicks beside its mark where the page is zoomed.
const COMMENTS: &str = "document.querySelector('[data-testid=comments-open]').click()";

const NOTE: &str = "Mission report, Berlin";
const ROOM: &str = "Summit in The Hague";

/// The report that the seed has written.
async fn open_note(program: &Program) -> Result<()> {
    program.press(true, "1").await?;
    open_row(program, "note", NOTE).await?;
    program.select(EDITOR).await.map(drop)
}

/// Opens the row that says `title`, unless it is open: in a narrow window what is open stands before the list.
async fn open_row(program: &Program, kind: &str, title: &str) -> Result<()> {
    let shown = format!("return document.querySelector(`main[aria-label=\"{title}\"]`) !== null");
    if program.run(&shown).await? == true {
        return Ok(());
    }
    let row = program
        .select_by(By::XPath(format!(
            "//*[starts-with(@data-testid,'{kind}-row-')][contains(.,'{title}')]"
        )))
        .await?;
    Ok(row.click().await?)
}

/// A note that is written, and a message, while the network is away.
async fn offline(machine: &Machine, program: &Program, album: &Album) -> Result<()> {
    machine
        .network
        .as_ref()
        .context("this machine's network cannot be taken away")?
        .cut();
    open_note(program).await?;
    program.until_text("Offline").await?;
    program
        .select_by(By::XPath("//p[contains(.,'telephone')]"))
        .await?
        .click()
        .await?;
    let text = Key::Enter + "Written in the train, between Metz and Forbach.";
    let editor = program.select(EDITOR).await?;
    editor.send_keys(Key::End + "").await?;
    editor.send_keys(text).await?;
    album.take(program, "offline-note-en-dark").await?;
    program.press(true, "2").await?;
    open_row(program, "room", ROOM).await?;
    let text = "In the train without a network; this leaves when it is back.";
    say(program, text).await?;
    album.take(program, "offline-room-en-dark").await?;
    program.click("status-line").await?;
    album.take(program, "offline-outbox-en-dark").await
}
