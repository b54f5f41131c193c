import { SuggestionMenu } from "@blocknote/core/extensions";
import { type SuggestionMenuProps, useComponentsContext, useDictionary, useExtensionState } from "@blocknote/react";
import { Fragment, type JSX, use } from "react";
import { useText } from "../text/use-text";
import type { LinkItem } from "./links";
import { SearchContext } from "./use-people";

export type ListedLink = LinkItem & { group?: string; icon?: JSX.Element };

/** BlockNote's menu, but that two entries may be called the same and a search behind it is told of. */
export function LinkList({ items, selectedIndex, onItemClick, loadingState }: SuggestionMenuProps<ListedLink>) {
  const { notes: { mention: words } } = useText();
  const { no_items_title: nothing } = useDictionary().suggestion_menu;
  const components = useComponentsContext();
  const query = useExtensionState(SuggestionMenu, { selector: (menu) => menu?.query.trim() ?? "" });
  const state = use(SearchContext)(query);
  if (components === undefined) return null;
  const { Root, Label, Item, EmptyItem } = components.SuggestionMenu;
  const listed = items.map((item, index) => (
    <Fragment key={item.id}>
      {item.group !== undefined && item.group !== items[index - 1]?.group && <Label className="bn-suggestion-menu-label">{item.group}</Label>}
      <Item className="bn-suggestion-menu-item" item={item} id={`bn-suggestion-menu-item-${index.toString()}`} isSelected={index === selectedIndex} onClick={() => { onItemClick?.(item); }} />
    </Fragment>
  ));
  const said = state === "done" ? "" : words[state];
  const below = said !== "" ? said : items.length === 0 && loadingState !== "loading-initial" ? nothing : "";
  return (
    <>
      <Root id="bn-suggestion-menu" className="bn-suggestion-menu">
        {listed}
        {below !== "" && below !== items[0]?.title && <EmptyItem className="bn-suggestion-menu-item">{below}</EmptyItem>}
      </Root>
      <span role="status" className="visually-hidden">{below}</span>
    </>
  );
}
