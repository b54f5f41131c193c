import type { ReactNode } from "react";
import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import { Button } from "../kit/Button";
import { Splitter } from "../kit/Splitter";
import { useText } from "../text/use-text";
import css from "./Frame.module.css";

interface FrameProps {
  rail: ReactNode;
  list: ReactNode;
  main: ReactNode;
  side: ReactNode;
  status: ReactNode;
  /** Something is open in the main pane: where there is room for one pane only, it is shown before the list. */
  opened: boolean;
  /** Back to the list, where there is room for one pane only. */
  onBack: () => void;
  backLabel: string;
}

const list = { min: 240, first: 272, max: 400 };
const side = { min: 320, first: 368, max: 520 };

/** The frame: rail, list, main pane and side pane above the status line. In a narrow window the panes stack. */
export function Frame(props: FrameProps) {
  const { app } = useText();
  const [listWidth, setListWidth] = useState(list.first);
  const [sideWidth, setSideWidth] = useState(side.first);
  return (
    <div className={css.frame} data-opened={props.opened} data-side={props.side !== null} data-list={props.list !== null}>
      <div className={css.panes}>
        {props.rail}
        {props.list !== null && (
          <>
            <div className={css.list} style={{ width: listWidth }}>{props.list}</div>
            <Splitter label={app.resizeList} width={listWidth} min={list.min} max={list.max} pane="start" onResize={setListWidth} />
          </>
        )}
        <div className={css.main}>
          <div className={css.back}>
            <Button kind="quiet" icon={<ArrowLeft />} onPress={props.onBack}>{props.backLabel}</Button>
          </div>
          {props.main}
        </div>
        {props.side !== null && (
          <>
            <Splitter label={app.resizeSide} width={sideWidth} min={side.min} max={side.max} pane="end" onResize={setSideWidth} />
            <div className={css.side} style={{ width: sideWidth }}>{props.side}</div>
          </>
        )}
      </div>
      {props.status}
    </div>
  );
}
