//! Writes the TypeScript of everything that crosses the bridge: one file a type, and the map of commands.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use ts_rs::{Config, Dependency, ExportError, TS, TypeVisitor};

/// Collects the commands while it writes the types they use.
pub(crate) struct Types {
    config: Config,
    folder: PathBuf,
    used: BTreeSet<String>,
    map: String,
}

impl Types {
    pub(crate) fn new(folder: &Path) -> Self {
        let config = Config::new().with_out_dir(folder);
        Self {
            config,
            folder: folder.to_owned(),
            used: BTreeSet::new(),
            map: String::new(),
        }
    }

    /// Writes a type that no command names.
    pub(crate) fn event<T: TS + 'static>(&mut self) -> Result<(), ExportError> {
        T::export_all(&self.config)
    }

    /// Adds one command, and writes its types.
    pub(crate) fn command<Args: TS + 'static, Reply: TS + 'static>(
        &mut self,
        name: &str,
    ) -> Result<(), ExportError> {
        let (args, reply) = (Args::name(&self.config), Reply::name(&self.config));
        writeln!(self.map, "  {name}: [{args}, {reply}];").expect("a string takes every line");
        self.with_parts::<Args>()?;
        self.with_parts::<Reply>()
    }

    /// Writes the map of commands.
    pub(crate) fn finish(self) -> Result<(), ExportError> {
        let mut text = String::from("// Made by `cargo xtask types`. Do not edit.\n");
        for name in &self.used {
            writeln!(text, "import type {{ {name} }} from \"./{name}\";")
                .expect("a string takes every line");
        }
        writeln!(
            text,
            "\n/** Arguments and reply of every command. */\nexport type Commands = {{\n{}}};",
            self.map
        )
        .expect("a string takes every line");
        write(&self.folder.join("Commands.ts"), &text)
    }

    fn with_parts<T: TS + 'static>(&mut self) -> Result<(), ExportError> {
        if Dependency::from_ty::<T>(&self.config).is_some() {
            self.used.insert(T::ident(&self.config));
            return T::export_all(&self.config);
        }
        let mut parts = Parts {
            types: self,
            result: Ok(()),
        };
        T::visit_generics(&mut parts);
        parts.result
    }
}

/// The types inside a `Vec` or an `Option`.
struct Parts<'a> {
    types: &'a mut Types,
    result: Result<(), ExportError>,
}

impl TypeVisitor for Parts<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if self.result.is_ok() && T::output_path().is_some() {
            self.types.used.insert(T::ident(&self.types.config));
            self.result = T::export_all(&self.types.config);
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "types are written by a developer's command, never by the product"
)]
fn write(path: &Path, text: &str) -> Result<(), ExportError> {
    std::fs::write(path, text).map_err(ExportError::Io)
}
