//! New notes that begin with a template.
#![expect(
    clippy::disallowed_methods,
    reason = "the rig is the administrator of its machine"
)]

use serde_json::json;
use suite::failure::Code;
use suite::wire::notes::{NoteId, Template, TemplateOrigin};
use tests::Stage;
use tests::desk::Desk;

async fn begun(desk: &Desk, template: &str, language: &str, title: Option<&str>) -> NoteId {
    let values = [("date", "25 November 2026"), ("nom", "Zo\u{eb}")]
        .map(|(name, text)| json!({ "name": name, "text": text }));
    let new = json!({
        "template": template, "language": language, "title": title, "parent": null, "values": values,
    });
    desk.call("note_create_from", new).await
}

async fn title(desk: &Desk, note: &NoteId) -> String {
    let titled = |world: &tests::world::World| world.notes.get(note)?.title.clone();
    desk.until_some("its title", titled).await
}

#[tokio::test(flavor = "multi_thread")]
async fn minutes_are_begun_offline_in_every_language_with_the_date_filled_in() {
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.signed_in().await;
    stage.network.cut();
    for language in ["fr", "de", "nl", "en"] {
        let listed: Vec<Template> = desk.call("templates_list", json!(language)).await;
        let examples: Vec<&Template> = listed
            .iter()
            .filter(|template| template.origin == TemplateOrigin::Example)
            .collect();
        assert_eq!(examples.len(), 3, "{listed:?}");
        for example in examples {
            let note = begun(&desk, &example.id.0, language, None).await;
            let lines = desk.open(&note).await.lines();
            assert!(lines.len() > 10, "{lines:?}");
            let asked = example.title.clone().expect("a title");
            let title = title(&desk, &note).await;
            assert!(title.starts_with(&asked), "{title}");
        }
    }
    let french = begun(&desk, "example/minutes", "fr", None).await;
    assert_eq!(
        title(&desk, &french).await,
        "Compte rendu du 25 November 2026"
    );
    let lines = desk.open(&french).await.lines();
    assert!(
        lines.iter().any(|line| line.contains("Zo\u{eb}")),
        "{lines:?}"
    );
    assert!(
        lines.iter().any(|line| line.contains("{{participants}}")),
        "{lines:?}"
    );
    stage.network.restore();
    desk.until("all of it at the server", |world| world.waiting.is_empty())
        .await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_of_ones_own_is_a_template_and_stays_as_it_is() {
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.signed_in().await;
    let own = desk.note("Weekly of {{date}}").await;
    let replica = desk.open(&own).await;
    desk.write(&replica, "Written on {{ Date }}.").await;
    desk.call::<()>("note_offer", json!({ "note": own, "template": true }))
        .await;
    let listed: Vec<Template> = desk.call("templates_list", json!("en")).await;
    let offered = listed
        .iter()
        .find(|template| template.origin == TemplateOrigin::Own);
    let offered = offered.expect("it is offered");
    let note = begun(&desk, &offered.id.0, "en", Some("This week")).await;
    assert_eq!(title(&desk, &note).await, "This week");
    assert_eq!(
        desk.open(&note).await.lines(),
        ["Written on 25 November 2026."]
    );
    assert_eq!(desk.lines(&own).await, ["Written on {{ Date }}."]);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_agencys_templates_come_first_and_nothing_else_of_its_machine_is_read() {
    let stage = Stage::new().await.expect("an agent");
    let templates = stage.folder.join("templates");
    std::fs::create_dir_all(&templates).expect("a folder");
    std::fs::write(
        templates.join("Order.md"),
        "# Order of {{date}}\n\nFor {{nom}}.\n",
    )
    .unwrap();
    std::fs::write(templates.join("macro.exe"), "MZ").unwrap();
    std::fs::write(templates.join("broken.docx"), "PK").unwrap();
    let decided = json!({ "TemplatesFolder": templates, "ExportFormats": ["pdf"] });
    let policy = json!({ "version": 1, "mandatory": decided });
    std::fs::write(stage.policy(), policy.to_string()).unwrap();
    let desk = stage.signed_in().await;
    let listed: Vec<Template> = desk.call("templates_list", json!("en")).await;
    let names = listed
        .iter()
        .filter_map(|template| template.title.as_deref());
    assert_eq!(
        names.take(3).collect::<Vec<_>>(),
        ["broken", "Order", "Minutes"]
    );
    let note = begun(&desk, "file/Order.md", "en", None).await;
    assert_eq!(title(&desk, &note).await, "Order of 25 November 2026");
    let notes = desk.world().notes.len();
    for (template, code) in [
        ("file/broken.docx", Code::Invalid),
        ("file/../policy.json", Code::Missing),
        ("file/macro.exe", Code::Missing),
        ("example/none", Code::Missing),
        ("nothing", Code::Missing),
    ] {
        let new = json!({ "template": template, "language": "en", "title": null, "parent": null, "values": [] });
        assert_eq!(
            desk.refused("note_create_from", new).await,
            code,
            "{template}"
        );
    }
    assert_eq!(desk.world().notes.len(), notes);
    let save =
        |format: &str| json!({ "note": note, "format": format, "name": "n", "language": "en" });
    desk.call::<String>("note_export", save("pdf")).await;
    assert_eq!(
        desk.refused("note_export", save("docx")).await,
        Code::Forbidden
    );
    let pack = json!({ "note": null, "name": "all" });
    assert_eq!(desk.refused("notes_pack", pack).await, Code::Forbidden);
    desk.close().await;
}
