import type { ReactNode } from "react";
import { X } from "lucide-react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useText } from "../text/use-text";
import { Button } from "./Button";
import { cx } from "./cx";
import css from "./Dialog.module.css";
import { IconButton } from "./IconButton";

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  actions?: ReactNode;
  wide?: boolean;
  /** As large as the window lets it be, and of that height whatever it shows; what is in it lays out and scrolls itself. */
  roomy?: boolean;
  /** For what must be answered: nothing but its buttons closes it. */
  alert?: boolean;
}

/** A dialog over the window. Esc and a press outside close it, except when it is an alert. */
export function Dialog({ open, onClose, title, children, actions, wide = false, roomy = false, alert = false }: DialogProps) {
  const { kit } = useText();
  return (
    <ModalOverlay isOpen={open} onOpenChange={(next) => { if (!next) onClose(); }} isDismissable={!alert} className={css.scrim ?? ""}>
      <Modal className={cx(css.modal, wide && css.wide, roomy && css.roomy)}>
        <AriaDialog role={alert ? "alertdialog" : "dialog"} className={css.dialog ?? ""}>
          <header className={css.header}>
            <Heading slot="title" level={2} className={css.title ?? ""}>{title}</Heading>
            {!alert && <IconButton label={kit.close} icon={<X />} shortcut="Esc" onPress={onClose} />}
          </header>
          <div className={cx(css.body, roomy && css.bare)}>{children}</div>
          {actions && <footer className={css.actions}>{actions}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

interface ConfirmProps {
  open: boolean;
  title: string;
  /** What will be lost, by name. */
  children: ReactNode;
  confirm: string;
  danger?: boolean;
  busy?: boolean;
  onConfirm: () => void;
  onCancel: () => void;
  testId?: string;
}

/** Asks before what cannot be undone. */
export function Confirm({ open, title, children, confirm, danger = true, busy = false, onConfirm, onCancel, testId }: ConfirmProps) {
  const { kit } = useText();
  return (
    <Dialog
      open={open}
      onClose={onCancel}
      title={title}
      alert
      actions={
        <>
          <Button autoFocus onPress={onCancel}>{kit.cancel}</Button>
          <Button kind={danger ? "danger" : "primary"} busy={busy} onPress={onConfirm} {...(testId && { testId })}>{confirm}</Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
