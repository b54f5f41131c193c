//! What keeps a desk closed: no keyring, a locked one, a lost key, a damaged vault or one of a newer version, a disk that
//! cannot be written, a second program, a file of IT's with a mistake. Each has its screen with what to do, and none of
//! them loses anything.
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
async fn a_locked_keyring_keeps_the_desk_closed_until_it_is_unlocked() -> Result<()> {
    let machine = Machine::at("paris").await?;
    desk_with_a_note(&machine).await?.quit().await?;
    in_shell(
        "dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets \
         org.freedesktop.Secret.Service.Lock array:objpath:/org/freedesktop/secrets/collection/login",
    )
    .await?;
    let program = machine.start().await?;
    let shown = program.find("trouble-keyringLocked").await;
    in_shell("printf test | gnome-keyring-daemon --replace --unlock --components=secrets").await?;
    shown?;
    crate::screens::axe(&program, "locked keyring").await?;
    program.click("open-again").await?;
    program.until_text("Train at nine").await?;
    program.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vault_of_a_newer_version_stays_closed_and_as_it_is() -> Result<()> {
    let machine = Machine::at("paris").await?;
    desk_with_a_note(&machine).await?.quit().await?;
    let header = vault_of(&machine)?.with_file_name("vault.header.json");
    let known = std::fs::read_to_string(&header)?;
    let newer = known.replace("\"format\": 1", "\"format\": 2");
    ensure!(newer != known, "the header has no format: {known}");
    std::fs::write(&header, &newer)?;

    let program = machine.start().await?;
    program.find("trouble-tooNew").await?;
    crate::screens::axe(&program, "too new").await?;
    program.quit().await?;
    ensure!(
        std::fs::read_to_string(&header)? == newer,
        "the header was changed"
    );

    std::fs::write(&header, &known)?;
    let program = machine.start().await?;
    program.until_text("Train at nine").await?;
    program.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_cannot_be_written_keeps_the_desk_closed_and_says_why() -> Result<()> {
    let machine = Machine::at("paris").await?;
    desk_with_a_note(&machine).await?.quit().await?;
    let program = machine
        .start_on_disk("mount --bind \"$1\" \"$1\" && mount -o remount,bind,ro \"$1\"")
        .await?;
    program.find("trouble-notWritable").await?;
    crate::screens::axe(&program, "read-only disk").await?;
    program.quit().await?;

    let program = machine.start().await?;
    program.until_text("Train at nine").await?;
    program.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_full_disk_everything_opens_and_what_cannot_be_kept_is_said_to_be_so() -> Result<()> {
    let machine = Machine::at("paris").await?;
    desk_with_a_note(&machine).await?.quit().await?;
    let program = machine
        .start_on_disk(
            "disk=$(mktemp -d) && mount -t tmpfs -o size=16m none \"$disk\" && cp -a \"$1\"/. \"$disk\" \
             && mount --bind \"$disk\" \"$1\" && { cat /dev/zero > \"$1/ballast\" 2>/dev/null || true; }",
        )
        .await?;
    program.until_text("Train at nine").await?;
    let editor = program.select(crate::program::EDITOR).await?;
    editor.click().await?;
    editor.send_keys("More than fits. ").await?;
    program.until_text("The disk is full").await?;
    crate::screens::axe(&program, "full disk").await?;
    program.quit().await?;

    let program = machine.start().await?;
    program.until_text("Train at nine").await?;
    program.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_with_a_mistake_is_named_in_the_window_and_nothing_is_made() -> Result<()> {
    let machine = Machine::at("paris").await?;
    let file = machine.folder.path().join("mistake.json");
    let given = file.display().to_string();
    let mistakes = [
        (
            "--policy-file",
            r#"{ "version": 1, "mandatory": { "SignInSurfac": "window" } }"#,
            "SignInSurfac",
        ),
        ("--profile-file", r#"{ "id": "x", "issuer": 7 }"#, "issuer"),
    ];
    for (option, text, mistake) in mistakes {
        std::fs::write(&file, text)?;
        let program = machine.start_given(&[option, &given]).await?;
        let said = program.find("misconfigured").await?.text().await?;
        ensure!(
            said.contains("mistake.json") && said.contains(mistake),
            "{option}: {said}"
        );
        crate::screens::axe(&program, option).await?;
        program.quit().await?;
        ensure!(
            !machine.folder.path().join("accounts").exists(),
            "something was made on disk"
        );
    }
    Ok(())
}

/// Runs a line of the shell.
async fn in_shell(line: &str) -> Result<()> {
    let done = Command::new("sh").args(["-c", line]).status().await;
    let status = done.with_context(|| format!("running {line}"))?;
    ensure!(status.success(), "{line}: {status}");
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
