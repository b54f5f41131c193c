//! The window's walls hold in the built program: what a page of ours may not do fails there, too.

use anyhow::Result;

use crate::program::Machine;

/// Tries one thing and answers "blocked" or "done".
const ATTEMPTS: [(&str, &str); 4] = [
    (
        "an inline script",
        "const script = document.createElement('script'); script.textContent = 'window.ran = 1'; document.head.append(script);
         setTimeout(() => done(window.ran ? 'done' : 'blocked'), 200)",
    ),
    (
        "a remote picture",
        "const image = new Image(); image.onload = () => done('done'); image.onerror = () => done('blocked');
         image.src = 'https://localhost:1/picture.png'",
    ),
    (
        "a frame",
        "const frame = document.createElement('iframe'); frame.srcdoc = '<script>parent.framed = 1</script>'; document.body.append(frame);
         setTimeout(() => { frame.remove(); done(window.framed ? 'done' : 'blocked') }, 300)",
    ),
    ("a plugin's command", "window.__TAURI_INTERNALS__.invoke('plugin:opener|open_url', { url: 'https://example.org' }).then(() => done('done'), () => done('blocked'))"),
];

#[tokio::test(flavor = "multi_thread")]
async fn the_content_policy_and_the_capabilities_hold_in_the_built_program() -> Result<()> {
    let machine = Machine::at("paris").await?;
    let program = machine.start().await?;
    program.select("[data-testid^='agency-']").await?;
    for (what, attempt) in ATTEMPTS {
        // `execute_async` runs outside the content policy itself; what it sets off does not.
        let script = format!("const done = arguments[arguments.length - 1]; {attempt}");
        let answer = program
            .driver
            .execute_async(script, vec![])
            .await?
            .json()
            .clone();
        assert_eq!(answer, "blocked", "{what}");
    }
    let violations = "const done = arguments[arguments.length - 1];
        const heard = []; document.addEventListener('securitypolicyviolation', (event) => heard.push(event.effectiveDirective));
        fetch('https://localhost:1/').catch(() => {}); new Image().src = 'https://localhost:1/p.png';
        setTimeout(() => done(heard.sort().join(' ')), 500);";
    let heard = program
        .driver
        .execute_async(violations, vec![])
        .await?
        .json()
        .clone();
    assert_eq!(
        heard, "connect-src img-src",
        "each is stopped by the policy, not by a missing server"
    );
    program.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_is_zoomed_with_the_keyboard() -> Result<()> {
    let machine = Machine::at("paris").await?;
    let program = machine.start().await?;
    program.select("[data-testid^='agency-']").await?;
    let before = program.run("return innerWidth").await?.as_f64();
    for _ in 0..5 {
        program.press(true, "=").await?;
    }
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    let after = program.run("return innerWidth").await?.as_f64();
    assert_eq!(after.map(|width| width * 2.0), before, "200 %");
    program.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_does_not_leave_our_own_page() -> Result<()> {
    let machine = Machine::at("paris").await?;
    let program = machine.start().await?;
    program.select("[data-testid^='agency-']").await?;
    program
        .run("location.href = 'https://example.org/'")
        .await?;
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    assert_eq!(program.run("return location.host").await?, "localhost");
    program.select("[data-testid^='agency-']").await?;
    program.quit().await
}
