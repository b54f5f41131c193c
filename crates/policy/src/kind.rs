//! The kinds of values that settings have. Each knows how it is written in JSON, what else is accepted and how it is
//! described, so that parser, text and schema cannot differ.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use url::Url;

/// A kind of value.
pub(crate) trait Kind: Default {
    /// What has to be written, to follow the word "expected".
    fn expected() -> String;

    /// Reads a value; `None` when it is not what is expected.
    fn read(value: &Value) -> Option<Self>;

    /// The value as it is written in a policy; null where there is none.
    fn written(&self) -> Value;

    /// The JSON schema of such a value.
    fn schema() -> Value;
}

/// Where agents sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SignInSurface {
    /// As the profile says.
    #[default]
    Auto,
    /// In the system's browser.
    Browser,
    /// In a window of the program.
    Window,
}

/// The way to the network.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Proxy {
    /// As the system and the environment say.
    #[default]
    System,
    /// Directly, whatever the system says.
    Direct,
    /// Through this proxy.
    Address(Url),
}

/// The language of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// That of the system.
    #[default]
    System,
    /// French.
    French,
    /// German.
    German,
    /// Dutch.
    Dutch,
    /// English.
    English,
}

/// An amount of disk, in units of 1,048,576 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Megabytes(pub u32);

impl Default for Megabytes {
    fn default() -> Self {
        Self(1024)
    }
}

impl Megabytes {
    /// The amount in bytes.
    pub fn bytes(self) -> u64 {
        u64::from(self.0) << 20
    }
}

/// A kind of file that notes are saved as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "they are what they are called")]
pub enum Format {
    Pdf,
    Docx,
    Odt,
    Html,
    Markdown,
    /// Several notes at once, as they are.
    Zip,
}

/// The kinds of files that may be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formats(pub Vec<Format>);

/// Whether something may be done; it may if nobody says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permission(pub bool);

impl Default for Formats {
    fn default() -> Self {
        Self(Format::CHOICES.map(|(_, format)| format).to_vec())
    }
}

impl Default for Permission {
    fn default() -> Self {
        Self(true)
    }
}

impl Format {
    const CHOICES: [(&str, Self); 6] = [
        ("pdf", Self::Pdf),
        ("docx", Self::Docx),
        ("odt", Self::Odt),
        ("html", Self::Html),
        ("markdown", Self::Markdown),
        ("zip", Self::Zip),
    ];
}

impl Kind for Formats {
    fn expected() -> String {
        format!("a list of {}", expected_choice(&Format::CHOICES))
    }
    fn read(value: &Value) -> Option<Self> {
        let formats = value.as_array()?.iter();
        let read = |value| read_choice(&Format::CHOICES, value);
        formats.map(read).collect::<Option<_>>().map(Self)
    }
    fn written(&self) -> Value {
        let formats = self.0.iter();
        formats
            .map(|format| write_choice(&Format::CHOICES, format))
            .collect()
    }
    fn schema() -> Value {
        json!({ "type": "array", "items": schema_of_choice(&Format::CHOICES) })
    }
}

impl Kind for Permission {
    fn expected() -> String {
        "true or false".to_owned()
    }
    fn read(value: &Value) -> Option<Self> {
        value.as_bool().map(Self)
    }
    fn written(&self) -> Value {
        self.0.into()
    }
    fn schema() -> Value {
        json!({ "type": "boolean" })
    }
}

impl Kind for Option<Url> {
    fn expected() -> String {
        "an address, such as \"https://docs.example/\"".to_owned()
    }
    fn read(value: &Value) -> Option<Self> {
        let address = Url::parse(value.as_str()?).ok()?;
        let page = matches!(address.scheme(), "http" | "https");
        (page && address.has_host()).then_some(Some(address))
    }
    fn written(&self) -> Value {
        self.as_ref()
            .map_or(Value::Null, |address| address.as_str().into())
    }
    fn schema() -> Value {
        json!({ "type": "string", "pattern": "^https?://" })
    }
}

impl Kind for Megabytes {
    fn expected() -> String {
        "a number of megabytes, such as 1024".to_owned()
    }
    fn read(value: &Value) -> Option<Self> {
        u32::try_from(value.as_u64()?).ok().map(Self)
    }
    fn written(&self) -> Value {
        self.0.into()
    }
    fn schema() -> Value {
        json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX })
    }
}

impl Kind for SignInSurface {
    fn expected() -> String {
        expected_choice(&Self::CHOICES)
    }
    fn read(value: &Value) -> Option<Self> {
        read_choice(&Self::CHOICES, value)
    }
    fn written(&self) -> Value {
        write_choice(&Self::CHOICES, self)
    }
    fn schema() -> Value {
        schema_of_choice(&Self::CHOICES)
    }
}

impl SignInSurface {
    const CHOICES: [(&str, Self); 3] = [
        ("auto", Self::Auto),
        ("browser", Self::Browser),
        ("window", Self::Window),
    ];
}

impl Kind for Language {
    fn expected() -> String {
        expected_choice(&Self::CHOICES)
    }
    fn read(value: &Value) -> Option<Self> {
        read_choice(&Self::CHOICES, value)
    }
    fn written(&self) -> Value {
        write_choice(&Self::CHOICES, self)
    }
    fn schema() -> Value {
        schema_of_choice(&Self::CHOICES)
    }
}

impl Language {
    const CHOICES: [(&str, Self); 5] = [
        ("system", Self::System),
        ("fr", Self::French),
        ("de", Self::German),
        ("nl", Self::Dutch),
        ("en", Self::English),
    ];
}

impl Proxy {
    const SCHEMES: [&str; 4] = ["http", "https", "socks5", "socks5h"];
}

impl Kind for Proxy {
    fn expected() -> String {
        "\"system\", \"none\" or an address such as \"http://proxy.example:3128\" without a password".to_owned()
    }
    fn read(value: &Value) -> Option<Self> {
        match value.as_str()? {
            "system" => Some(Proxy::System),
            "none" => Some(Proxy::Direct),
            address => {
                let address = Url::parse(address).ok()?;
                let named = Self::SCHEMES.contains(&address.scheme()) && address.has_host();
                let bare = matches!(address.path(), "" | "/")
                    && address.query().is_none()
                    && address.fragment().is_none();
                let open = address.username().is_empty() && address.password().is_none();
                (named && bare && open).then_some(Proxy::Address(address))
            }
        }
    }
    fn written(&self) -> Value {
        match self {
            Proxy::System => "system".into(),
            Proxy::Direct => "none".into(),
            Proxy::Address(address) => address.as_str().into(),
        }
    }
    fn schema() -> Value {
        let address = format!("^({})://[^/@?#]+/?$", Self::SCHEMES.join("|"));
        json!({ "anyOf": [{ "enum": ["system", "none"] }, { "type": "string", "pattern": address }] })
    }
}

impl Kind for Option<PathBuf> {
    fn expected() -> String {
        format!("the full path of a file, such as \"{EXAMPLE_PATH}\"")
    }
    fn read(value: &Value) -> Option<Self> {
        read_path(value).map(Some)
    }
    fn written(&self) -> Value {
        self.as_deref().map_or(Value::Null, write_path)
    }
    fn schema() -> Value {
        json!({ "type": "string", "minLength": 1 })
    }
}

impl Kind for Vec<PathBuf> {
    fn expected() -> String {
        format!("a list of full paths, such as [\"{EXAMPLE_PATH}\"]")
    }
    fn read(value: &Value) -> Option<Self> {
        value.as_array()?.iter().map(read_path).collect()
    }
    fn written(&self) -> Value {
        self.iter().map(|path| write_path(path)).collect()
    }
    fn schema() -> Value {
        json!({ "type": "array", "items": <Option<PathBuf>>::schema() })
    }
}

#[cfg(not(windows))]
const EXAMPLE_PATH: &str = "/etc/attache/agency.json";
#[cfg(windows)]
const EXAMPLE_PATH: &str = "C:\\\\ProgramData\\\\Attache\\\\agency.json";

/// Only a full path means the same wherever the program was started.
fn read_path(value: &Value) -> Option<PathBuf> {
    let path = Path::new(value.as_str()?);
    path.is_absolute().then(|| path.to_owned())
}

fn write_path(path: &Path) -> Value {
    path.to_string_lossy().into()
}

fn expected_choice<T>(choices: &[(&str, T)]) -> String {
    let words: Vec<_> = choices
        .iter()
        .map(|(word, _)| format!("\"{word}\""))
        .collect();
    let (last, others) = words.split_last().expect("a choice has words");
    format!("{} or {last}", others.join(", "))
}

fn read_choice<T: Copy>(choices: &[(&str, T)], value: &Value) -> Option<T> {
    let wanted = value.as_str()?;
    choices
        .iter()
        .find(|(word, _)| *word == wanted)
        .map(|(_, choice)| *choice)
}

fn write_choice<T: PartialEq>(choices: &[(&str, T)], chosen: &T) -> Value {
    choices
        .iter()
        .find(|(_, choice)| choice == chosen)
        .map_or(Value::Null, |(word, _)| (*word).into())
}

fn schema_of_choice<T>(choices: &[(&str, T)]) -> Value {
    json!({ "enum": choices.iter().map(|(word, _)| *word).collect::<Vec<_>>() })
}
