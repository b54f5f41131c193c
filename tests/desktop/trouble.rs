//! The desk does not open without the key that the keyring keeps, says so, and opens when the keyring is back.

use anyhow::Result;

use crate::program::Machine;

#[tokio::test(flavor = "multi_thread")]
async fn without_a_keyring_the_desk_stays_closed_and_says_why() -> Result<()> {
    let machine = Machine::at("paris").await?;
    let program = machine.start().await?;
    program.sign_in(&machine).await?;
    program
        .write_note("Trip to Warsaw", "Train at nine")
        .await?;
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    program.quit().await?;

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
