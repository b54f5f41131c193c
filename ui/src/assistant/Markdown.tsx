// Draws what a model wrote. It is hostile: marked only takes it apart, and what is drawn comes from a closed set of
// elements. Markup of HTML stays text, images are their words, and a link goes out only by a press, host in sight.
import { type Token, type Tokens, lexer } from "marked";
import type { ReactNode } from "react";
import { call } from "../backend/call";
import { useText } from "../text/use-text";
import { Button } from "react-aria-components";
import css from "./Markdown.module.css";

/** Draws a text as it stands so far. */
export function Markdown({ text }: { text: string }) {
  return <div className={css.text}>{blocks(lexer(text))}</div>;
}

const blocks = (tokens: readonly Token[]): ReactNode[] => tokens.map((token, index) => <Block key={index} token={token} />);
const inlines = (tokens: readonly Token[] | undefined): ReactNode[] => (tokens ?? []).map((token, index) => <Inline key={index} token={token} />);

// The union of marked is open ("generic"), so each kind is told by what it must have.
const isList = (token: Token): token is Tokens.List => token.type === "list";
const isTable = (token: Token): token is Tokens.Table => token.type === "table";
const isLink = (token: Token): token is Tokens.Link => token.type === "link";
const childrenOf = (token: Token): Token[] | undefined => ("tokens" in token ? token.tokens : undefined);
const textOf = (token: Token): string => ("text" in token && typeof token.text === "string" ? token.text : token.raw);

function Block({ token }: { token: Token }): ReactNode {
  if (isList(token)) return <List list={token} />;
  if (isTable(token)) return <Table table={token} />;
  switch (token.type) {
    case "space":
    case "def":
      return null;
    case "hr":
      return <hr className={css.line} />;
    case "heading":
      return <p className={css.heading}>{inlines(childrenOf(token))}</p>;
    case "code":
      return <pre className={css.code}><code>{textOf(token)}</code></pre>;
    case "blockquote":
      return <blockquote className={css.quote}>{blocks(childrenOf(token) ?? [])}</blockquote>;
    case "paragraph":
      return <p>{inlines(childrenOf(token))}</p>;
    case "text":
      return <>{childrenOf(token) ? inlines(childrenOf(token)) : textOf(token)}</>;
    default:
      return <p>{token.raw}</p>;
  }
}

function List({ list }: { list: Tokens.List }) {
  const items = list.items.map((item, index) => <li key={index}>{blocks(item.tokens)}</li>);
  return list.ordered ? <ol start={typeof list.start === "number" ? list.start : 1}>{items}</ol> : <ul>{items}</ul>;
}

function Table({ table }: { table: Tokens.Table }) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <div className={css.scroll} tabIndex={0}>
      <table>
        <thead><tr>{table.header.map((cell, index) => <th key={index} scope="col">{inlines(cell.tokens)}</th>)}</tr></thead>
        <tbody>
          {table.rows.map((row, index) => <tr key={index}>{row.map((cell, column) => <td key={column}>{inlines(cell.tokens)}</td>)}</tr>)}
        </tbody>
      </table>
    </div>
  );
}

function Inline({ token }: { token: Token }): ReactNode {
  if (isLink(token)) return <Link link={token} />;
  switch (token.type) {
    case "strong":
      return <strong>{inlines(childrenOf(token))}</strong>;
    case "em":
      return <em>{inlines(childrenOf(token))}</em>;
    case "del":
      return <del>{inlines(childrenOf(token))}</del>;
    case "codespan":
      return <code>{textOf(token)}</code>;
    case "br":
      return <br />;
    case "text":
      return <>{childrenOf(token) ? inlines(childrenOf(token)) : textOf(token)}</>;
    case "escape":
    case "image":
      return <>{textOf(token)}</>;
    default:
      return <>{token.raw}</>;
  }
}

/** The host of an address that may be opened: the web's, and no other scheme's. */
export const hostOf = (href: string): string | null => {
  if (!URL.canParse(href)) return null;
  const url = new URL(href);
  return url.protocol === "https:" || url.protocol === "http:" ? url.host : null;
};

function Link({ link }: { link: Tokens.Link }) {
  const { assistant } = useText();
  const host = hostOf(link.href);
  const words = inlines(link.tokens);
  if (host === null) return <>{words}</>;
  const open = () => { call("link_open", link.href).catch(() => undefined); };
  return (
    <>
      <Button className={css.link ?? ""} onPress={open}>{words}<span className="visually-hidden">, {assistant.linkTo(host)}</span></Button>
      {!link.text.includes(host) && <span className={css.host} aria-hidden> ({host})</span>}
    </>
  );
}
