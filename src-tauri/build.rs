//! Prepares the shell: the permissions of its two commands, and a program that exports nothing it need not.

fn main() {
    // WebKit links the system's SQLite: without this it would call our sealed one by the same names.
    #[cfg(target_os = "linux")]
    println!("cargo:rustc-link-arg-bins=-Wl,--exclude-libs,ALL");
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    let commands = tauri_build::AppManifest::new().commands(&["call", "subscribe"]);
    let attributes = tauri_build::Attributes::new()
        .app_manifest(commands)
        .capabilities_path_pattern("src-tauri/capabilities/**/*");
    tauri_build::try_build(attributes)
        .expect("tauri.conf.json and the capabilities are well formed");
}
