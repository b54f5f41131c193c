import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { RecoveryKey } from "../account/RecoveryKey";
import { SignOut } from "../account/SignOut";
import { Who } from "../account/Who";
import { call } from "../backend/call";
import type { Account } from "../backend/generated/Account";
import type { Language } from "../backend/generated/Language";
import type { Settings as Chosen } from "../backend/generated/Settings";
import type { Theme } from "../backend/generated/Theme";
import { Choice } from "../kit/Choice";
import { Dialog } from "../kit/Dialog";
import { FailureNote } from "../kit/FailureNote";
import { useAction } from "../kit/use-action";
import { useText } from "../text/use-text";
import css from "./Settings.module.css";
import { useDesk } from "./store";
import type { SettingsSection } from "./view";

interface SettingsProps {
  open: boolean;
  section: SettingsSection;
  account: Extract<Account, { type: "open" }>;
  onSection: (section: SettingsSection) => void;
  onClose: () => void;
}

const sections: readonly SettingsSection[] = ["general", "account", "recovery", "policies"];
const languages: readonly { id: Language; label: string }[] = [
  { id: "fr", label: "Français" },
  { id: "de", label: "Deutsch" },
  { id: "nl", label: "Nederlands" },
  { id: "en", label: "English" },
];

/** Language, colours, the account, the recovery key, and what IT decided. */
export function Settings({ open, section, account, onSection, onClose }: SettingsProps) {
  const { settings, parts, partState } = useText().app;
  const version = useDesk((desk) => desk.version);
  return (
    <Dialog open={open} onClose={onClose} title={settings.title} wide>
      <Tabs
        className={css.tabs ?? ""}
        selectedKey={section}
        onSelectionChange={(key) => { const next = sections.find((one) => one === key); if (next) onSection(next); }}
      >
        <TabList aria-label={settings.title} className={css.list ?? ""}>
          {sections.map((id) => <Tab key={id} id={id} className={css.tab ?? ""}>{settings.sections[id]}</Tab>)}
        </TabList>
        <TabPanel id="general" className={css.panel ?? ""}>
          <General />
          {version !== "" && <p className={css.quiet}>{settings.version(version)}</p>}
        </TabPanel>
        <TabPanel id="account" className={css.panel ?? ""}>
          <Who account={account} partNames={parts} partStates={partState} />
          <SignOut agency={account.account.agency.name} />
        </TabPanel>
        <TabPanel id="recovery" className={css.panel ?? ""}><RecoveryKey made={account.recoveryKeyMade} /></TabPanel>
        <TabPanel id="policies" className={css.panel ?? ""}><Policies /></TabPanel>
      </Tabs>
    </Dialog>
  );
}

function General() {
  const { settings: text } = useText().app;
  const settings = useDesk((desk) => desk.settings);
  const change = useAction();
  const set = (next: Partial<Chosen>) => { change.run(() => call("settings_change", { ...settings, ...next })); };
  const themes: readonly Theme[] = ["system", "light", "dark"];
  return (
    <>
      <Choice
        label={text.language}
        value={settings.language ?? "system"}
        options={[{ id: "system", label: text.systemLanguage }, ...languages]}
        onChange={(id) => { set({ language: languages.find((language) => language.id === id)?.id ?? null }); }}
      />
      <Choice
        label={text.theme}
        value={settings.theme}
        options={themes.map((id) => ({ id, label: text.themes[id] }))}
        onChange={(id) => { set({ theme: themes.find((theme) => theme === id) ?? "system" }); }}
      />
      {change.failure && <FailureNote failure={change.failure} />}
    </>
  );
}

function Policies() {
  const { settings: text } = useText().app;
  const policies = useDesk((desk) => desk.policies);
  if (policies.length === 0) return <p className={css.quiet}>{text.noPolicies}</p>;
  return (
    <>
      <p className={css.quiet}>{text.policiesIntro}</p>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{text.policyName}</th>
            <th scope="col">{text.policyValue}</th>
            <th scope="col">{text.policyOrigin}</th>
          </tr>
        </thead>
        <tbody>
          {policies.map((line) => (
            <tr key={line.name}>
              <th scope="row"><code>{line.name}</code></th>
              <td><code>{line.value}</code></td>
              <td>{line.origin}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
