//! The JSON Schema of the YAML, for editors that complete names and mark mistakes while the clerk types. It is made of the
//! lists that reading itself checks against.

use serde_json::{Map, Value, json};

use super::keys::{BLOCKS, Holds, Key};
use super::recognise::{Recognition, TableKind};

impl Recognition {
    /// The text of `layouts/报告.schema.json`.
    pub fn json_schema(&self) -> String {
        let mut properties: Map<String, Value> = BLOCKS.iter().map(|key| property(key.name, key)).collect();
        for kind in TableKind::ALL {
            properties.insert(kind.key().to_string(), self.table(kind));
        }
        let schema = json!({
            "$schema": "http://json-schema.org/draft-07/schema#",
            "title": "ziping 年度文件夹里的 YAML",
            "description": "每个文件写其中几块，一块只在一个文件里写",
            "type": "object",
            "additionalProperties": false,
            "properties": properties,
            "definitions": { "字": { "type": ["string", "number", "boolean"] } },
        });
        serde_json::to_string_pretty(&schema).expect("a schema holds only texts") + "\n"
    }

    /// A table typed into YAML.
    fn table(&self, kind: TableKind) -> Value {
        let mut columns = Map::new();
        for field in self.fields(kind) {
            let usual = self.usual(kind, field);
            let names = self.synonyms(kind, field).iter().map(String::as_str).chain([field]);
            for name in names.filter(|name| !name.contains('*')) {
                columns.insert(name.to_string(), json!({ "$ref": "#/definitions/字", "description": usual }));
            }
        }
        let row = json!({ "type": "object", "additionalProperties": false, "properties": columns });
        let about = format!("{}，代替表格文件；各栏和表头一样", kind.name());
        match kind {
            TableKind::Execution => {
                json!({ "type": "object", "description": about, "additionalProperties": row })
            }
            // Rows of sections stand between those of the projects: “一、…” alone or with its sum.
            TableKind::Projects => {
                let sum = json!({ "type": ["string", "number", "null"] });
                let label = "^(总计|合计|小计|[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十]+[）)])";
                let section = json!({
                    "type": "object", "maxProperties": 1, "additionalProperties": false,
                    "patternProperties": { label: sum },
                });
                json!({ "type": "array", "description": about, "items": { "anyOf": [row, section, { "type": "string" }] } })
            }
            TableKind::Indicators | TableKind::Documents | TableKind::Allotments => {
                json!({ "type": "array", "description": about, "items": row })
            }
        }
    }
}

fn property(name: &str, key: &Key) -> (String, Value) {
    let mut schema = holds(key.holds);
    schema.insert("description".into(), key.about.into());
    (name.to_string(), Value::Object(schema))
}

fn holds(holds: Holds) -> Map<String, Value> {
    let words = || json!({ "$ref": "#/definitions/字" });
    let schema = match holds {
        Holds::Words => words(),
        Holds::OneOf(words) => json!({ "enum": words }),
        Holds::WordsOrList => json!({ "anyOf": [words(), { "type": "array", "items": words() }] }),
        Holds::Keys(keys) => object(keys),
        Holds::ListOf(keys) => json!({ "type": "array", "items": object(keys) }),
        Holds::Named => json!({ "type": ["object", "null"], "additionalProperties": words() }),
        Holds::Chapters => {
            json!({ "type": "object", "additionalProperties": { "type": "object", "additionalProperties": words() } })
        }
    };
    let Value::Object(schema) = schema else { unreachable!("a schema is an object") };
    schema
}

fn object(keys: &[Key]) -> Value {
    let required: Vec<&str> =
        keys.iter().filter(|key| key.required && key.instead.is_none()).map(|key| key.name).collect();
    let properties = keys.iter().flat_map(|key| key.names().map(move |name| property(name, key)));
    let properties: Map<String, Value> = properties.collect();
    json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
}
