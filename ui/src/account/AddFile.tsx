import { Button as AriaButton, FileTrigger } from "react-aria-components";
import { call } from "../backend/call";
import { FailureNote, Trouble } from "../kit/FailureNote";
import { useAction } from "../kit/use-action";
import { useText } from "../text/use-text";
import css from "./AddFile.module.css";

/** Adds an agency from the file that the IT department gives out. */
export function AddFile({ onAdded }: { onAdded: () => void }) {
  const { welcome } = useText().account;
  const add = useAction();
  const read = (file: File) => { add.run(async () => call("profile_add", { text: await file.text() }), onAdded); };
  return (
    <div className={css.add}>
      <p className={css.words}>{welcome.fileHint}</p>
      <FileTrigger acceptedFileTypes={["application/json", ".json"]} onSelect={(files) => { const file = files?.[0]; if (file) read(file); }}>
        <AriaButton className={css.button ?? ""} isPending={add.busy} data-testid="agency-file">{welcome.chooseFile}</AriaButton>
      </FileTrigger>
      {add.failure && (add.failure.code === "invalid"
        ? <Trouble title={welcome.fileInvalid} advice={welcome.fileInvalidAdvice} detail={add.failure.detail} />
        : <FailureNote failure={add.failure} />)}
    </div>
  );
}
