//! What is made from the table for administrators: the manual's text and the JSON schema that editors check against.

use serde_json::{Map, Value, json};

use crate::table::{Setting, TABLE};

/// The settings as a Markdown table, for the manual.
pub fn markdown() -> String {
    let row = |setting: &Setting| {
        let default = match (setting.default)() {
            Value::Null => "none".to_owned(),
            default => format!("`{default}`"),
        };
        let expected = (setting.expected)().replace('|', "\\|");
        format!(
            "| `{}` | {} | {expected} | {default} | `{}` |\n",
            setting.name, setting.text, setting.example
        )
    };
    let head = "| Setting | What it decides | Value | Default | Example |\n|-|-|-|-|-|\n";
    TABLE
        .iter()
        .map(row)
        .fold(head.to_owned(), |text, row| text + &row)
}

/// The JSON schema of a policy file.
pub fn schema() -> Value {
    let described = |setting: &Setting| {
        let mut schema = (setting.schema)();
        schema["description"] = setting.text.into();
        schema["default"] = (setting.default)();
        (setting.name.to_owned(), schema)
    };
    let settings: Map<String, Value> = TABLE.iter().map(described).collect();
    let rank = |text: &str| json!({ "type": "object", "description": text, "properties": settings, "additionalProperties": false });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Policy of Attaché",
        "type": "object",
        "required": ["version"],
        "additionalProperties": false,
        "properties": {
            "version": { "const": 1 },
            "mandatory": rank("Locked: agents cannot choose otherwise."),
            "recommended": rank("Holds until an agent chooses otherwise."),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manuals_table() {
        insta::assert_snapshot!(markdown());
    }

    #[test]
    fn the_schema() {
        // Which order a map has depends on who else uses serde_json.
        let mut schema = schema();
        schema.sort_all_objects();
        insta::assert_snapshot!(serde_json::to_string_pretty(&schema).expect("JSON"));
    }
}
