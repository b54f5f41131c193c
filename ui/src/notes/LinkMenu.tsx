import { DeleteLinkButton, EditLinkButton, LinkToolbar, type LinkToolbarProps, useComponentsContext, useDictionary } from "@blocknote/react";
import { ExternalLink } from "lucide-react";

interface LinkMenuProps extends LinkToolbarProps {
  onOpen: (address: string) => void;
}

/** BlockNote's toolbar of a link, but that it is opened as every link of the window is. */
export function LinkMenu({ onOpen, ...link }: LinkMenuProps) {
  return (
    <LinkToolbar {...link}>
      <EditLinkButton {...link} />
      <OpenLink onOpen={() => { onOpen(link.url); }} />
      <DeleteLinkButton {...link} />
    </LinkToolbar>
  );
}

function OpenLink({ onOpen }: { onOpen: () => void }) {
  const components = useComponentsContext();
  const label = useDictionary().link_toolbar.open.tooltip;
  if (components === undefined) return null;
  const { Button } = components.LinkToolbar;
  return <Button className="bn-button" label={label} mainTooltip={label} secondaryTooltip="Alt+Enter" isSelected={false} icon={<ExternalLink size={18} />} onClick={onOpen} />;
}
