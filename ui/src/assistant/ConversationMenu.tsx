import { Ellipsis, History, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { Form } from "react-aria-components";
import { call } from "../backend/call";
import type { ConversationId } from "../backend/generated/ConversationId";
import { Button } from "../kit/Button";
import { Confirm, Dialog } from "../kit/Dialog";
import { FailureNote } from "../kit/FailureNote";
import { IconButton } from "../kit/IconButton";
import { Menu } from "../kit/Menu";
import { TextField } from "../kit/TextField";
import { useAction } from "../kit/use-action";
import { moment } from "../text/format";
import { useNow } from "../kit/use-now";
import { useLanguage, useText } from "../text/use-text";
import css from "./ConversationMenu.module.css";
import { byRecency, useAssistant } from "./store";

interface ConversationMenuProps {
  conversation: ConversationId | null;
  onConversation: (conversation: ConversationId | null) => void;
}

/** The conversations on this machine, and what can be done with the open one. */
export function ConversationMenu({ conversation, onConversation }: ConversationMenuProps) {
  const { assistant: words, kit } = useText();
  const language = useLanguage();
  const now = useNow();
  const conversations = useAssistant((state) => state.conversations);
  const [asking, setAsking] = useState<"rename" | "remove" | null>(null);
  const remove = useAction();
  const open = conversation === null ? undefined : conversations[conversation];
  const list = byRecency(conversations).map(({ id, title, updated }) => ({
    id,
    label: title === "" ? words.untitled : title,
    aside: moment(language, updated, now),
    onAct: () => { onConversation(id); },
  }));
  const close = () => { setAsking(null); };
  return (
    <>
      {list.length > 0 && (
        <Menu label={words.conversations} groups={[list]} placement="bottom end">
          <IconButton label={words.conversations} icon={<History />} testId="assistant-conversations" />
        </Menu>
      )}
      {open && (
        <Menu
          label={kit.more}
          placement="bottom end"
          groups={[[
            { id: "rename", label: words.rename, icon: <Pencil />, onAct: () => { setAsking("rename"); } },
            { id: "remove", label: words.remove, icon: <Trash2 />, danger: true, onAct: () => { setAsking("remove"); } },
          ]]}
        >
          <IconButton label={kit.more} icon={<Ellipsis />} />
        </Menu>
      )}
      {open && asking === "rename" && <Rename conversation={open.id} title={open.title} onClose={close} />}
      {open && (
        <Confirm
          open={asking === "remove"}
          title={words.removeTitle}
          confirm={words.removeConfirm}
          busy={remove.busy}
          onCancel={close}
          onConfirm={() => { remove.run(() => call("conversation_delete", open.id), () => { close(); onConversation(null); }); }}
        >
          {words.removeLoss(open.title)}
          {remove.failure && <FailureNote failure={remove.failure} />}
        </Confirm>
      )}
    </>
  );
}

function Rename({ conversation, title, onClose }: { conversation: ConversationId; title: string; onClose: () => void }) {
  const { assistant: words, kit } = useText();
  const [name, setName] = useState(title);
  const action = useAction();
  const save = () => {
    if (name.trim() !== "") action.run(() => call("conversation_rename", { conversation, title: name.trim() }), onClose);
  };
  return (
    <Dialog open onClose={onClose} title={words.renameTitle}>
      <Form className={css.form ?? ""} onSubmit={(event) => { event.preventDefault(); save(); }}>
        <TextField label={words.name} value={name} onChange={setName} autoFocus maxLength={255} />
        {action.failure && <FailureNote failure={action.failure} />}
        <div className={css.actions}>
          <Button onPress={onClose}>{kit.cancel}</Button>
          <Button type="submit" kind="primary" busy={action.busy}>{words.save}</Button>
        </div>
      </Form>
    </Dialog>
  );
}
