//! A note as a file of another program, and back, in the real window: the file lies in the agent's downloads, and one that
//! cannot be read says which and why.
#![expect(
    clippy::disallowed_methods,
    reason = "the rig reads what was saved, and writes what is read"
)]

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use thirtyfour::By;

use crate::program::{EDITOR, Machine, Program};

#[tokio::test(flavor = "multi_thread")]
async fn a_note_is_saved_in_the_downloads_as_a_file_of_another_program() -> Result<()> {
    let machine = Machine::at("paris").await?;
    let home = machine.folder.path();
    let downloads = home.join("Downloads");
    let home = home.display().to_string();
    let program = machine.start_with(&[("HOME", &home)]).await?;
    program.sign_in(&machine).await?;
    program
        .write_note("Minutes", "The gate is closed at nine.")
        .await?;
    let pdf = saved_as(&program, "PDF").await?;
    ensure!(pdf == downloads.join("Minutes.pdf"), "{}", pdf.display());
    ensure!(std::fs::read(&pdf)?.starts_with(b"%PDF-"));
    let word = saved_as(&program, "Word").await?;
    ensure!(std::fs::read(&word)?.starts_with(b"PK\x03\x04"));
    let markdown = saved_as(&program, "Markdown").await?;
    ensure!(std::fs::read_to_string(&markdown)?.contains("The gate is closed at nine."));
    // A second one stands beside the first.
    let second = saved_as(&program, "PDF").await?;
    ensure!(second == downloads.join("Minutes (2).pdf"));
    program.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_cannot_be_saved_can_be_tried_again() -> Result<()> {
    let machine = Machine::at("paris").await?;
    let downloads = machine.folder.path().join("Downloads");
    std::fs::write(&downloads, "this is no folder")?;
    let program = start(&machine, &downloads).await?;
    program.sign_in(&machine).await?;
    program
        .write_note("Minutes", "The gate is closed at nine.")
        .await?;
    open_dialog(&program, "PDF").await?;
    program.click("export-write").await?;
    program.until_text("The file was not saved.").await?;
    crate::screens::axe(&program, "a note that was not saved").await?;
    std::fs::remove_file(&downloads)?;
    let again = By::XPath("//*[@role='alert']//button[contains(., 'Try again')]");
    program.select_by(again).await?.click().await?;
    program.find("export-saved").await?;
    ensure!(downloads.join("Minutes.pdf").exists());
    program.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn files_become_notes_and_one_that_cannot_be_read_is_named() -> Result<()> {
    let machine = Machine::at("paris").await?;
    let program = machine.start().await?;
    program.sign_in(&machine).await?;
    let good = machine.folder.path().join("Agenda.md");
    std::fs::write(&good, "# Agenda\n\n- Budget\n- Any other business\n")?;
    let broken = machine.folder.path().join("Broken.docx");
    std::fs::write(&broken, "PK\u{3}\u{4}, and nothing that follows from it")?;
    choose_files(&program, &[&good, &broken]).await?;
    program.until_text("Broken.docx").await?;
    program.until_text("This file cannot be read.").await?;
    crate::screens::axe(&program, "a file that was not read").await?;
    program.press(false, thirtyfour::Key::Escape).await?;
    program.select(EDITOR).await?;
    program.until_text("Any other business").await?;
    program
        .select(".bn-block-content[data-content-type=bulletListItem]")
        .await?;
    program.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_template_is_filled_in_and_all_notes_leave_and_come_back_as_one_file() -> Result<()> {
    let machine = Machine::at("paris").await?;
    let downloads = machine.folder.path().join("Downloads");
    let program = start(&machine, &downloads).await?;
    program.sign_in(&machine).await?;
    choose(&program, "notes-more", "New note from a template…").await?;
    let minutes = By::XPath("//*[@role='dialog']//label[contains(., 'Mission report')]");
    program.select_by(minutes).await?.click().await?;
    crate::screens::axe(&program, "a new note from a template").await?;
    let title = program.find("template-title").await?;
    title.send_keys("Berlin").await?;
    let participants = program.find("template-participants").await?;
    participants.send_keys("A. Roux, B. Stein").await?;
    program.click("template-make").await?;
    program.until_text("A. Roux, B. Stein").await?;
    program.until_text("Recommendations").await?;

    choose(&program, "notes-more", "Save all notes (ZIP)…").await?;
    crate::screens::axe(&program, "saving all notes").await?;
    program.click("pack-write").await?;
    let said = program.find("pack-saved").await?.text().await?;
    ensure!(said.contains("One note is in it."), "{said}");
    let mut files = std::fs::read_dir(&downloads)?;
    let packed = files.next().context("there is a file")??.path();
    program.press(false, thirtyfour::Key::Escape).await?;
    choose_files(&program, &[&packed]).await?;
    let stem = packed.file_stem().context("a name")?.to_string_lossy();
    program.until_text(&stem).await?;
    program.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_is_printed_alone_and_dark_on_light() -> Result<()> {
    let machine = Machine::at("paris").await?;
    let program = machine.start().await?;
    program.sign_in(&machine).await?;
    let dark = json!({ "language": "en", "theme": "dark" });
    program.call("settings_change", dark).await?;
    program
        .write_note("Minutes", "The gate is closed at nine.")
        .await?;
    program.run(AS_PRINTED).await?;
    let shown = "return [...document.querySelectorAll('nav, header, [role=treegrid]')].filter((one) => one.checkVisibility()).length";
    ensure!(program.run(shown).await? == 0, "the window is printed too");
    let ink = "return ['[data-testid=note-title]', '.bn-inline-content'].map((css) =>
        Math.max(...getComputedStyle(document.querySelector(css)).color.match(/[0-9]+/g).slice(0, 3)))";
    let ink: [u8; 2] = serde_json::from_value(program.run(ink).await?)?;
    ensure!(ink.iter().all(|&brightest| brightest < 100), "{ink:?}");
    program.quit().await
}

/// Shows what would be printed: WebKitGTK's driver cannot print.
const AS_PRINTED: &str = "
const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
const printed = rules.filter((rule) => rule instanceof CSSMediaRule && rule.conditionText === 'print');
const sheet = new CSSStyleSheet();
sheet.replaceSync(printed.flatMap((rule) => [...rule.cssRules].map((one) => one.cssText)).join(' '));
document.adoptedStyleSheets = [sheet];
";

/// Starts the program for an agent whose downloads are here.
async fn start(machine: &Machine, downloads: &Path) -> Result<Program> {
    let settings = machine.folder.path().join("settings");
    std::fs::create_dir_all(&settings)?;
    let said = format!("XDG_DOWNLOAD_DIR=\"{}\"\n", downloads.display());
    std::fs::write(settings.join("user-dirs.dirs"), said)?;
    let settings = settings.display().to_string();
    machine.start_with(&[("XDG_CONFIG_HOME", &settings)]).await
}

/// Saves the open note as a file of this kind, and answers where the window says it is.
async fn saved_as(program: &Program, kind: &str) -> Result<PathBuf> {
    open_dialog(program, kind).await?;
    crate::screens::axe(program, "saving a note as a file").await?;
    program.click("export-write").await?;
    let said = program.find("export-saved").await?.text().await?;
    let path = said.strip_prefix("Saved: ").context("where is it?")?.into();
    program.press(false, thirtyfour::Key::Escape).await?;
    Ok(path)
}

async fn open_dialog(program: &Program, kind: &str) -> Result<()> {
    choose(program, "note-menu", "Save as a file…").await?;
    let radio = format!("//*[@role='dialog']//label[contains(., '{kind}')]");
    program.select_by(By::XPath(radio)).await?.click().await?;
    Ok(())
}

/// Chooses an entry of a menu.
async fn choose(program: &Program, menu: &str, entry: &str) -> Result<()> {
    program.click(menu).await?;
    let entry = format!("//*[@role='menuitem'][contains(., '{entry}')]");
    Ok(program.select_by(By::XPath(entry)).await?.click().await?)
}

/// Chooses files as in the system's dialog, which WebDriver answers.
async fn choose_files(program: &Program, files: &[&Path]) -> Result<()> {
    let input = program.select("input[type=file]").await?;
    let paths: Vec<_> = files
        .iter()
        .map(|file| file.display().to_string())
        .collect();
    Ok(input.send_keys(paths.join("\n")).await?)
}
