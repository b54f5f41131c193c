//! Gives the three agents of the stack a past: notes, rooms and history, made through the product itself, and a
//! recovery key, without which a new window could not read the encrypted part of it. Run again it
//! changes nothing: an agent who has notes has a past already. Called by `cargo xtask demo` and for screenshots.
#![recursion_limit = "256"]
#![expect(clippy::print_stdout, reason = "a command speaks to a terminal")]

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::Parser;
use serde_json::json;
use suite::wire::chat::{RoomId, RoomKind};
use suite::wire::notes::NoteId;
use tests::desk::Desk;
use tests::replica::Block::{self, Bullet, Check, Heading, Paragraph};
use tests::stack::{Agent, Stack};
use tests::{Stage, control};

/// Gives the agents of the stack notes, rooms and history.
#[derive(Debug, Parser)]
struct Arguments {
    /// What `cargo xtask stack start` has described
    stack: PathBuf,
}

const REPORT: &[(Block, &str)] = &[
    (
        Paragraph,
        "Three ministries, two days, one question: how do our laptops keep working when the network does not?",
    ),
    (Heading(2), "What was agreed"),
    (
        Bullet,
        "Notes, chat and the assistant open without a network, on every machine, from the first of March.",
    ),
    (
        Bullet,
        "Paris runs the pilot with 400 agents, Berlin follows in April, The Hague in May.",
    ),
    (
        Bullet,
        "The budget of the pilot is 40 000 euro, shared in equal parts.",
    ),
    (Heading(2), "Who does what"),
    (Check(true), "Alice: send the list of pilot agents"),
    (Check(false), "Bruno: check the works council's questions"),
    (Check(false), "Carla: find a room for the workshop in June"),
    (Heading(2), "Open questions"),
    (
        Paragraph,
        "Who answers the telephone when an agent in a train has lost the recovery key? Berlin proposes a shared desk.",
    ),
];

const TRIP: &[(Block, &str)] = &[
    (Heading(2), "Before leaving"),
    (Check(true), "Take the mission report along"),
    (Check(false), "Print the recovery key"),
    (Heading(2), "Warsaw, Thursday"),
    (
        Paragraph,
        "09:12 train from Gare de l'Est. No network between Metz and Forbach, again.",
    ),
    (
        Paragraph,
        "14:30 meeting at the ministry, second floor, ask for Ms Nowak.",
    ),
];

const CABINET: &[(Block, &str)] = &[
    (Paragraph, "Préparation de la réunion de cabinet du lundi."),
    (Bullet, "Point sur le déploiement des postes nomades"),
    (Bullet, "Réponse à la question écrite n° 4127"),
    (Bullet, "Calendrier du projet pilote avec Berlin et La Haye"),
];

const SPEAKING: &[(Block, &str)] = &[
    (Paragraph, "Mesdames, Messieurs, chers collègues,"),
    (
        Paragraph,
        "Travailler ensemble ne doit pas dépendre d'une barre de réseau.",
    ),
];

const REFERAT: &[(Block, &str)] = &[
    (Heading(2), "Tagesordnung"),
    (Bullet, "Stand der Erprobung in Paris"),
    (Bullet, "Fragen des Personalrats zur Protokollierung"),
    (Bullet, "Datenschutz-Folgenabschätzung: nächste Schritte"),
];

const DIRECTIE: &[(Block, &str)] = &[
    (Heading(2), "Werkbezoek"),
    (
        Paragraph,
        "De delegatie komt op dinsdag om tien uur aan op station Den Haag Centraal.",
    ),
    (Bullet, "Zaal voor twintig personen reserveren"),
    (Bullet, "Programma in vier talen rondsturen"),
];

const SUMMIT: &[(usize, &str)] = &[
    (
        0,
        "Good morning both. The report from Berlin is in our notes, please add what I forgot.",
    ),
    (
        1,
        "Guten Morgen! Read it on the train, without a network. I have added the works council's questions.",
    ),
    (
        2,
        "Goedemorgen. I can offer the large room on 16 June, it holds forty.",
    ),
    (
        0,
        "Perfect. Carla, could you also ask about sign language interpreters?",
    ),
    (2, "Already asked, they are free that day."),
    (
        1,
        "Then the only open point is the shared desk. I will write a proposal by Friday.",
    ),
];

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let stack = Stack::read(&arguments.stack)?;
    let mut seats = Vec::new();
    for agent in &stack.agents {
        println!("  {} signs in", agent.full_name);
        let stage = Stage::of_agent(&stack, agent).await?;
        let desk = stage.desk().await;
        desk.sign_in()
            .await
            .with_context(|| format!("{} signs in", agent.full_name))?;
        desk.until("the notes", |world| world.notes_complete).await;
        seats.push((agent, stage, desk));
    }
    if seats[0]
        .2
        .world()
        .notes
        .values()
        .any(|note| note.title.as_deref() == Some("Mission report, Berlin"))
    {
        println!("The agents have a past already.");
    } else {
        let desks: Vec<&Desk> = seats.iter().map(|(_, _, desk)| desk).collect();
        let agents: Vec<&Agent> = seats.iter().map(|(agent, _, _)| *agent).collect();
        for (agent, stage, desk) in &seats {
            stage
                .confirm(desk)
                .await
                .with_context(|| format!("making the recovery key of {}", agent.full_name))?;
        }
        notes(&stack, &desks, &agents).await?;
        rooms(&desks, &agents).await?;
        println!("The agents have notes, rooms and history.");
    }
    for (_, _, desk) in seats {
        desk.close().await;
    }
    Ok(())
}

async fn notes(stack: &Stack, desks: &[&Desk], agents: &[&Agent]) -> Result<()> {
    let report = note(desks[0], "Mission report, Berlin", None, REPORT).await;
    note(desks[0], "Trip to Warsaw", None, TRIP).await;
    let cabinet = note(desks[0], "Cabinet", None, CABINET).await;
    note(desks[0], "Éléments de langage", Some(&cabinet), SPEAKING).await;
    note(desks[1], "Referatsrunde", None, REFERAT).await;
    note(desks[2], "Werkbezoek delegatie", None, DIRECTIE).await;
    for colleague in &agents[1..] {
        let access = json!({ "user": colleague.email, "role": "editor" });
        control::post(&stack.docs, &format!("notes/{report}/access"), &access)
            .await
            .context("sharing the report")?;
    }
    Ok(())
}

async fn note(
    desk: &Desk,
    title: &str,
    parent: Option<&NoteId>,
    blocks: &[(Block, &str)],
) -> NoteId {
    println!("  writes {title}");
    let note: NoteId = desk
        .call("note_create", json!({ "title": title, "parent": parent }))
        .await;
    let replica = desk.open(&note).await;
    for (kind, line) in blocks {
        desk.push(&note, &replica.write_block(*kind, line)).await;
    }
    desk.until("the note at the server", |world| world.is_synced(&note))
        .await;
    desk.call::<()>("note_close", json!(note)).await;
    note
}

async fn rooms(desks: &[&Desk], agents: &[&Agent]) -> Result<()> {
    let summit = room(desks, "Summit in The Hague", &[1, 2], agents).await?;
    for (who, text) in SUMMIT {
        desks[*who].say(&summit, text).await;
        desks[*who]
            .until("the message sent", |world| {
                world.times_sent(&summit, text) == 1
            })
            .await;
    }
    let pilot = room(desks, "Pilot 2027", &[1], agents).await?;
    desks[0]
        .say(&pilot, "The list of pilot agents is ready, 412 names.")
        .await;
    desks[0]
        .until("the message sent", |world| {
            world.times_sent(&pilot, "The list of pilot agents is ready, 412 names.") == 1
        })
        .await;
    Ok(())
}

/// A room of the first agent, in which these others are.
async fn room(desks: &[&Desk], name: &str, others: &[usize], agents: &[&Agent]) -> Result<RoomId> {
    println!("  opens the room {name}");
    let mut invite = Vec::new();
    for other in others {
        let found: Vec<suite::wire::Person> = desks[0]
            .call("people_find", json!({ "text": agents[*other].full_name }))
            .await;
        invite.push(
            found
                .first()
                .with_context(|| format!("{} is not found", agents[*other].full_name))?
                .id
                .clone(),
        );
    }
    let room: RoomId = desks[0]
        .call("room_create", json!({ "name": name, "invite": invite }))
        .await;
    desks[0].open_room(&room).await;
    for other in others {
        desks[*other]
            .until("the invitation", |world| world.rooms.contains_key(&room))
            .await;
        desks[*other].call::<()>("room_join", json!(room)).await;
        let joined = |kind: RoomKind| kind != RoomKind::Invitation;
        desks[*other]
            .until("the room", |world| {
                world.rooms.get(&room).is_some_and(|room| joined(room.kind))
            })
            .await;
        desks[*other].open_room(&room).await;
    }
    Ok(room)
}
