import { useEffect } from "react";

/** Sets attributes of the document's root: its language, its colours. None takes one away. */
export const useRootAttributes = (attributes: Readonly<Record<string, string | null>>): void => {
  useEffect(() => {
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null) document.documentElement.removeAttribute(name);
      else document.documentElement.setAttribute(name, value);
    }
  }, [attributes]);
};
