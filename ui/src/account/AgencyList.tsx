import { ChevronRight } from "lucide-react";
import { Button } from "react-aria-components";
import type { Agency } from "../backend/generated/Agency";
import { useLanguage, useText } from "../text/use-text";
import css from "./AgencyList.module.css";

interface AgencyListProps {
  agencies: readonly Agency[];
  busy: boolean;
  onPick: (profile: string) => void;
}

/** The agencies, each with the host where the agent will sign in. */
export function AgencyList({ agencies, busy, onPick }: AgencyListProps) {
  const { welcome } = useText().account;
  return (
    <ul className={css.list} aria-label={welcome.agencies}>
      {agencies.map((agency) => (
        <li key={agency.profile}>
          <Button className={css.agency ?? ""} isPending={busy} data-testid={`agency-${agency.profile}`} onPress={() => { onPick(agency.profile); }}>
            <Country code={agency.country} />
            <span className={css.words}>
              <span className={css.name}>{agency.name}</span>
              <span className={css.host}>{welcome.signInAt(agency.signInHost)}</span>
            </span>
            <ChevronRight aria-hidden />
          </Button>
        </li>
      ))}
    </ul>
  );
}

function Country({ code }: { code: string | null }) {
  const language = useLanguage();
  if (code === null || !/^[a-z]{2}$/i.test(code)) return <span className={css.country} aria-hidden />;
  const name = new Intl.DisplayNames(language, { type: "region" }).of(code.toUpperCase());
  return <span className={css.country}><abbr title={name}>{code.toUpperCase()}</abbr></span>;
}
