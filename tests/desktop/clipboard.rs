//! The clipboard of the display, filled as another program does.

use std::thread;

use anyhow::Result;
use x11rb::CURRENT_TIME;
use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ConnectionExt as _, CreateWindowAux, EventMask, PropMode,
    SELECTION_NOTIFY_EVENT, SelectionNotifyEvent, SelectionRequestEvent, WindowClass,
};
use x11rb::wrapper::ConnectionExt as _;

/// What lies there: bytes, and what they are.
type Kinds = Vec<(&'static str, Vec<u8>)>;

/// Puts this there, until somebody else puts something there.
pub(crate) fn fill(kinds: Kinds) -> Result<()> {
    let (display, screen) = x11rb::connect(None)?;
    let root = display.setup().roots[screen].root;
    let owner = display.generate_id()?;
    let (class, looks) = (WindowClass::INPUT_ONLY, CreateWindowAux::new());
    display.create_window(0, owner, root, 0, 0, 1, 1, 0, class, 0, &looks)?;
    let mut named = Vec::new();
    for (kind, bytes) in kinds {
        named.push((atom(&display, kind)?, bytes));
    }
    let clipboard = atom(&display, "CLIPBOARD")?;
    let targets = atom(&display, "TARGETS")?;
    display.set_selection_owner(owner, clipboard, CURRENT_TIME)?;
    display.sync()?;
    thread::spawn(move || {
        while let Ok(event) = display.wait_for_event() {
            match event {
                Event::SelectionRequest(asked) => answer(&display, &asked, targets, &named)?,
                Event::SelectionClear(_) => break,
                _ => {}
            }
        }
        anyhow::Ok(())
    });
    Ok(())
}

fn answer(
    display: &impl Connection,
    asked: &SelectionRequestEvent,
    targets: Atom,
    named: &[(Atom, Vec<u8>)],
) -> Result<()> {
    let &SelectionRequestEvent {
        requestor,
        property,
        target,
        ..
    } = asked;
    let found = named.iter().find(|(kind, _)| *kind == target);
    if target == targets {
        let kinds: Vec<_> = named.iter().map(|(kind, _)| *kind).collect();
        let kind = AtomEnum::ATOM;
        display.change_property32(PropMode::REPLACE, requestor, property, kind, &kinds)?;
    } else if let Some((kind, bytes)) = found {
        display.change_property8(PropMode::REPLACE, requestor, property, *kind, bytes)?;
    }
    let given = target == targets || found.is_some();
    let told = SelectionNotifyEvent {
        response_type: SELECTION_NOTIFY_EVENT,
        sequence: 0,
        time: asked.time,
        requestor,
        selection: asked.selection,
        target,
        property: if given { property } else { x11rb::NONE },
    };
    display.send_event(false, requestor, EventMask::NO_EVENT, told)?;
    Ok(display.flush()?)
}

fn atom(display: &impl Connection, name: &str) -> Result<Atom> {
    Ok(display.intern_atom(false, name.as_bytes())?.reply()?.atom)
}
