//! What keeps a desk closed: no keyring, a lost key, a damaged vault, a second program. Each has its screen with what
//! to do, and none of them loses anything.
#![expect(
    clippy::disallowed_methods,
    reason = "the rig damages what the program has kept"
)]

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use thirtyfour::By;
use tokio::process::Command;

use crate::program::{Machine, Program};

/// Signs in and writes a note, which is in the vault when this returns.
async fn desk_with_a_note(machine: &Machine) -> Result<Program> {
    let program = machine.start().await?;
    program.sign_in(machine).await?;
    program
        .write_note("Trip to Warsaw", "Train at nine")
        .await?;
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    Ok(program)
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_keyring_the_desk_stays_closed_and_says_why() -> Result<()> {
    let machine = Machine::at("paris").await?;
    desk_with_a_note(&machine).await?.quit().await?;

    let nobody = ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    let program = machine.start_with(&[nobody]).await?;
    program.find("trouble-keyringAbsent").await?;
    crate::screens::axe(&program, "no keyring").await?;
    assert!(
        !program.text().await?.contains("Train at nine"),
        "nothing of the desk is shown"
    );
    program.quit().await?;

    let program = machine.start().await?;
    program.until_text("Trip to Warsaw").await?;
    program.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_recovery_key_opens_the_desk_when_the_keyring_has_lost_its_key() -> Result<()> {
    let machine = Machine::at("paris").await?;
    let program = desk_with_a_note(&machine).await?;
    program.press(true, ",").await?;
    program
        .select_by(By::XPath("//*[@role='tab'][3]"))
        .await?
        .click()
        .await?;
    program.click("recovery-make").await?;
    let key = program.find("recovery-key").await?.text().await?;
    program.quit().await?;
    let cleared = Command::new("secret-tool")
        .args(["clear", "service", "eu.attache.desk"])
        .status()
        .await
        .context("secret-tool (package libsecret-tools)")?;
    ensure!(cleared.success(), "the keyring was not emptied");

    let program = machine.start().await?;
    program.find("trouble-keyLost").await?;
    crate::screens::axe(&program, "key lost").await?;
    program.click("recovery-enter").await?;
    program.enter("recovery-input", "not the key").await?;
    program.click("recovery-open").await?;
    program.select("[role='alert']").await?;
    program.click("recovery-input").await?;
    program.press(true, "a").await?;
    program
        .find("recovery-input")
        .await?
        .send_keys(&key)
        .await?;
    program.click("recovery-open").await?;
    program.until_text("Train at nine").await?;
    program.quit().await?;

    // The key is in the keyring again.
    let program = machine.start().await?;
    program.until_text("Train at nine").await?;
    program.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_vault_stays_closed_and_as_it_is() -> Result<()> {
    let machine = Machine::at("paris").await?;
    desk_with_a_note(&machine).await?.quit().await?;
    let vault = vault_of(&machine)?;
    let sound = std::fs::read(&vault)?;
    let mut damaged = sound.clone();
    damaged[..4096].fill(0x5a);
    std::fs::write(&vault, &damaged)?;

    let program = machine.start().await?;
    program.find("trouble-corrupt").await?;
    crate::screens::axe(&program, "damaged vault").await?;
    program.quit().await?;
    ensure!(std::fs::read(&vault)? == damaged, "the file was changed");

    std::fs::write(&vault, &sound)?;
    let program = machine.start().await?;
    program.until_text("Train at nine").await?;
    program.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_that_is_open_elsewhere_says_so_and_opens_when_it_is_free() -> Result<()> {
    let machine = Machine::at("paris").await?;
    let first = desk_with_a_note(&machine).await?;
    let second = machine.start().await?;
    second.find("trouble-inUse").await?;
    crate::screens::axe(&second, "in use").await?;
    first.quit().await?;
    second.click("open-again").await?;
    second.until_text("Train at nine").await?;
    second.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_with_a_mistake_keeps_the_program_from_starting_and_is_named() -> Result<()> {
    let machine = Machine::at("paris").await?;
    let folder = machine.folder.path();
    let mistakes = [
        (
            "--policy-file",
            r#"{ "version": 1, "mandatory": { "SignInSurfac": "window" } }"#,
            "SignInSurfac",
        ),
        ("--profile-file", r#"{ "id": "x", "issuer": 7 }"#, "issuer"),
    ];
    for (option, text, mistake) in mistakes {
        let file = folder.join("mistake.json");
        std::fs::write(&file, text)?;
        let data = folder.join("data");
        let told = Command::new(std::env::var("ATTACHE_PROGRAM")?)
            .arg(option)
            .arg(&file)
            .arg("--data-dir")
            .arg(&data)
            .output()
            .await?;
        let said = String::from_utf8_lossy(&told.stderr);
        ensure!(told.status.code() == Some(1), "{option}: {}", told.status);
        ensure!(
            said.contains("mistake.json") && said.contains(mistake),
            "{option}: {said}"
        );
        ensure!(
            !data.join("accounts").exists(),
            "something was made on disk"
        );
    }
    Ok(())
}

/// The database of the only account on this machine.
fn vault_of(machine: &Machine) -> Result<PathBuf> {
    let accounts = machine.folder.path().join("accounts");
    let mut vaults = std::fs::read_dir(&accounts)
        .with_context(|| format!("listing {}", accounts.display()))?
        .flatten()
        .map(|account| account.path().join("vault.db"))
        .filter(|vault| Path::exists(vault));
    vaults.next().context("there is no vault")
}
