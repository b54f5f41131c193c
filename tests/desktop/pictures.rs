//! Pictures of every screen and state, light and dark, in four languages, for looking at and for the README.
//! `cargo xtask screenshots --out DIR` sets the folder; without one there is nothing to do.
#![expect(clippy::disallowed_methods, reason = "the rig writes pictures")]

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use serde_json::json;

use crate::program::{Machine, Program};

const LANGUAGES: [&str; 4] = ["en", "fr", "de", "nl"];
const THEMES: [&str; 2] = ["light", "dark"];

struct Album {
    folder: PathBuf,
}

impl Album {
    async fn take(&self, program: &Program, name: &str) -> Result<()> {
        // Fonts, images and the last transition.
        tokio::time::sleep(Duration::from_millis(700)).await;
        let picture = program.driver.screenshot_as_png().await?;
        std::fs::create_dir_all(&self.folder)?;
        Ok(std::fs::write(
            self.folder.join(format!("{name}.png")),
            picture,
        )?)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_can_be_pictured() -> Result<()> {
    let Some(folder) = std::env::var_os("ATTACHE_SCREENSHOTS") else {
        return Ok(());
    };
    let album = Album {
        folder: folder.into(),
    };
    let machine = Machine::of_agent("alice").await?;
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
    tokio::time::sleep(Duration::from_secs(5)).await;
    for theme in THEMES {
        for language in LANGUAGES {
            look(&program, language, theme).await?;
            walk(&program, &album, &format!("{language}-{theme}")).await?;
        }
    }
    look(&program, "en", "light").await?;
    program.driver.set_window_rect(0, 0, 1920, 1080).await?;
    walk(&program, &album, "en-light-1920").await?;
    program.driver.set_window_rect(0, 0, 1280, 800).await?;
    program
        .run("document.documentElement.style.zoom = 2")
        .await?;
    look(&program, "de", "light").await?;
    walk(&program, &album, "de-light-zoom200").await?;
    program.quit().await
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

/// The screens of a signed-in desk.
async fn walk(program: &Program, album: &Album, name: &str) -> Result<()> {
    program.click("rail-notes").await?;
    program
        .select("[data-testid^='note-row-']")
        .await?
        .click()
        .await?;
    program
        .select("[data-testid='note-editor'] [contenteditable]")
        .await?;
    album.take(program, &format!("note-{name}")).await?;
    program.click("rail-chat").await?;
    program
        .select("[data-testid^='room-row-']")
        .await?
        .click()
        .await?;
    program.find("timeline").await?;
    album.take(program, &format!("room-{name}")).await?;
    program.click("rail-assistant").await?;
    program.find("assistant-input").await?;
    album.take(program, &format!("assistant-{name}")).await?;
    program.click("rail-settings").await?;
    album.take(program, &format!("settings-{name}")).await?;
    program
        .select("body")
        .await?
        .send_keys(thirtyfour::Key::Escape + "")
        .await?;
    program
        .driver
        .action_chain()
        .key_down(thirtyfour::Key::Control)
        .send_keys("k")
        .key_up(thirtyfour::Key::Control)
        .perform()
        .await?;
    program.find("palette-input").await?;
    album.take(program, &format!("palette-{name}")).await?;
    program
        .driver
        .action_chain()
        .send_keys(thirtyfour::Key::Escape + "")
        .perform()
        .await?;
    Ok(())
}
