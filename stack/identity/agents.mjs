// The agents who can sign in, and what is claimed of them: three that the demo is about, and as many nameless ones as
// tests ask for. Knows no protocol. A test that needs somebody whom
// nobody has met makes up a login that begins with "agent-": that agent exists, with the login and "-pass" as password.

const AGENTS = [
  {
    login: 'alice', password: 'alice-paris', given: 'Alice', family: 'Martin', email: 'alice.martin@paris.example',
    language: 'fr', unit: 'Direction des affaires européennes', level: 'eidas2', means: ['pwd', 'mfa'],
  },
  {
    login: 'bruno', password: 'bruno-berlin', given: 'Bruno', family: 'Becker', email: 'bruno.becker@berlin.example',
    language: 'de', unit: 'Referat Europa', level: 'eidas2', means: ['pwd', 'mfa'],
  },
  {
    login: 'carla', password: 'carla-den-haag', given: 'Carla', family: 'de Vries', email: 'carla.devries@denhaag.example',
    language: 'nl', unit: 'Directie Europese Zaken', level: 'eidas1', means: ['pwd'],
  },
];

/** What each scope releases. */
export const CLAIMS = {
  acr: null, amr: null, auth_time: null, iss: null, sid: null,
  openid: ['sub'],
  email: ['email', 'email_verified'],
  profile: ['name', 'family_name', 'given_name', 'preferred_username', 'locale'],
  given_name: ['given_name'],
  usual_name: ['usual_name'],
  siret: ['siret'],
  uid: ['uid'],
  idp_id: ['idp_id'],
  organizational_unit: ['organizational_unit'],
  belonging_population: ['belonging_population'],
};

const MADE_UP = /^agent-([0-9a-z]{4,20})$/;

export const agentOf = (login) => AGENTS.find((agent) => agent.login === login) ?? madeUp(login);

/** People type their address as readily as their login. */
export const agentByName = (name) => {
  const typed = name.trim().toLowerCase();
  return AGENTS.find(({ login, email }) => [login, email].includes(typed)) ?? madeUp(typed);
};

function madeUp(login) {
  const [, name] = MADE_UP.exec(login) ?? [];
  return name && {
    login, password: `${login}-pass`, given: 'Agent', family: name, email: `${login}@paris.example`,
    language: 'en', unit: 'Proeven', level: 'eidas2', means: ['pwd', 'mfa'],
  };
}

export const fullName = ({ given, family }) => `${given} ${family}`;

export const claimsOf = (agent) => ({
  sub: agent.login, uid: agent.login, preferred_username: agent.login, email: agent.email, email_verified: true, locale: agent.language,
  name: fullName(agent), given_name: agent.given, family_name: agent.family, usual_name: agent.family,
  siret: '00000000000001', idp_id: '00000000-0000-4000-8000-000000000001', organizational_unit: agent.unit, belonging_population: 'agent',
});
