import { useState } from "react";
import { accountMenu } from "../account/menu";
import { call } from "../backend/call";
import type { Account } from "../backend/generated/Account";
import type { Place } from "../backend/generated/Place";
import { useChat } from "../chat/store";
import { VerificationDialog } from "../chat/VerificationDialog";
import { Dialog } from "../kit/Dialog";
import { FailureNote } from "../kit/FailureNote";
import { walkPanes } from "../kit/panes";
import { useAction } from "../kit/use-action";
import { useChange } from "../kit/use-change";
import { useKeys } from "../kit/use-keys";
import { useMark } from "../kit/use-mark";
import { useText } from "../text/use-text";
import { deskActions } from "./desk-actions";
import { Frame } from "./Frame";
import { Help } from "./Help";
import { Guarded } from "./Guarded";
import { Palette } from "./Palette";
import { ListOf, MainOf, SideOf } from "./parts";
import { Rail } from "./Rail";
import { Settings } from "./Settings";
import { StatusLine } from "./StatusLine";
import { useDesk } from "./store";
import { back, goTo, openIn, placesIn, pressPart, type Side, sideIn, toggleSide, type View, viewOf } from "./view";

/** The desk of one signed-in agent. Where the agent is looking lives here and nowhere else. */
export function Desk({ account }: { account: Extract<Account, { type: "open" }> }) {
  const { app, account: words } = useText();
  const [view, setView] = useState(() => viewOf(account.parts, account.places));
  const action = useAction();
  const settings = useDesk((desk) => desk.settings);
  const unread = useChat((chat) => Object.values(chat.rooms).reduce((total, room) => total + room.unread, 0));
  useMark("desk");
  const places = placesIn(view);
  // When that fails, the next start begins elsewhere, and nothing else is lost.
  useChange(JSON.stringify(places), () => { call("places_keep", places).catch(() => undefined); });
  const change = (next: Partial<View>) => { setView((now) => ({ ...now, ...next })); };
  const toggleList = () => { setView((now) => ({ ...now, list: !now.list })); };
  const showOrHide = (side: Side) => { setView((now) => toggleSide(now, side)); };
  const open = (place: Place) => { setView((now) => goTo(now, place)); };
  const signIn = () => { action.run(() => call("account_sign_in", { profile: account.account.agency.profile })); };
  const newNote = () => {
    action.run(() => call("note_create", { title: null, parent: null }), (id) => { open({ type: "note", id }); });
  };
  const acts = deskActions({ text: app, account, settings, change, toggleList, toggleSide: showOrHide, newNote, run: action.run });
  useKeys({
    "Ctrl+K": () => { change({ overlay: "palette" }); },
    "?": () => { change({ overlay: "help" }); },
    F1: () => { change({ overlay: "help" }); },
    "Ctrl+,": () => { change({ overlay: "settings", section: "general" }); },
    "Ctrl+B": toggleList,
    "Ctrl+J": () => { showOrHide("assistant"); },
    "Ctrl+1": () => { change({ part: "notes", list: true }); },
    "Ctrl+2": () => { change({ part: "chat", list: true }); },
    "Ctrl+N": newNote,
    F6: () => { walkPanes(1); },
    "Shift+F6": () => { walkPanes(-1); },
  });
  const me = { id: account.email ?? account.account.id, name: account.name };
  const close = () => { change({ overlay: null }); };
  const showSettings = (section: View["section"]) => { change({ overlay: "settings", section }); };
  const menu = accountMenu({ account, words, signIn, onSettings: () => { showSettings("account"); }, run: action.run });
  return (
    <>
      <Frame
        opened={openIn(view) !== null}
        onBack={() => { setView(back); }}
        backLabel={app.parts[view.part]}
        rail={
          <Rail
            view={view}
            parts={account.parts}
            name={account.name}
            accountMenu={menu}
            unread={{ notes: 0, chat: unread }}
            onPart={(part) => { setView((now) => pressPart(now, part)); }}
            onAssistant={() => { showOrHide("assistant"); }}
            onSearch={() => { change({ overlay: "palette" }); }}
            onSettings={() => { showSettings("general"); }}
          />
        }
        list={view.list ? <Guarded><ListOf view={view} parts={account.parts} me={me} change={change} /></Guarded> : null}
        main={<Guarded key={openIn(view)}><MainOf view={view} parts={account.parts} me={me} change={change} /></Guarded>}
        side={sideIn(view, account.parts) && <Guarded key={view.side}><SideOf view={view} account={account} change={change} onOpen={open} /></Guarded>}
        status={<StatusLine account={account} onOpen={open} onSignIn={signIn} />}
      />
      <Palette open={view.overlay === "palette"} onClose={close} actions={acts} onOpen={open} />
      <VerificationDialog />
      <Help open={view.overlay === "help"} onClose={close} />
      <Settings open={view.overlay === "settings"} section={view.section} account={account} onClose={close} onSection={(section) => { change({ section }); }} />
      <Dialog open={action.failure !== null} onClose={action.forget} title={app.failed}>
        {action.failure && <FailureNote failure={action.failure} />}
      </Dialog>
    </>
  );
}
