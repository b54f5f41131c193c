import { type ReactElement, useState } from "react";
import { useText } from "../text/use-text";
import { Button } from "./Button";

interface CopyButtonProps {
  text: string;
  label: string;
  icon?: ReactElement;
  kind?: "normal" | "quiet";
  testId?: string;
}

/** Puts text on the clipboard, and says so. */
export function CopyButton({ text, label, icon, kind = "quiet", testId }: CopyButtonProps) {
  const { kit } = useText();
  const [copied, setCopied] = useState(false);
  const copy = () => {
    navigator.clipboard.writeText(text).then(() => { setCopied(true); }, () => { setCopied(false); });
  };
  return (
    <Button kind={kind} icon={icon} onPress={copy} {...(testId && { testId })}>
      <span aria-live="polite">{copied ? kit.copied : label}</span>
    </Button>
  );
}
