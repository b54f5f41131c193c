import type { Role } from "../backend/generated/Role";
import { Select } from "../kit/Select";
import { useText } from "../text/use-text";

interface RoleSelectProps {
  label: string;
  labelHidden?: boolean;
  /** None: something that this program does not know. */
  value: Role | null;
  roles: readonly Role[];
  onChange: (role: Role) => void;
  busy?: boolean;
  quiet?: boolean;
  testId: string;
}

/** What somebody may do, to be chosen. */
export function RoleSelect({ roles, labelHidden = true, ...rest }: RoleSelectProps) {
  const { sharing: words } = useText();
  const options = roles.map((role) => ({ id: role, label: words.roles[role].name, description: words.roles[role].does }));
  return <Select {...rest} labelHidden={labelHidden} options={options} placeholder={words.otherRole} />;
}
