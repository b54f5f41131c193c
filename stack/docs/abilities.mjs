// Who may do what with a note: roles, links and the table of abilities. Pure: it is given the facts.

export const ROLES = ['reader', 'commenter', 'editor', 'administrator', 'owner'];
export const LINK_ROLES = ROLES.slice(0, 3);
export const REACHES = ['restricted', 'authenticated', 'public'];

export const rank = (role) => ROLES.indexOf(role); // -1 without a role
export const highest = (roles) => roles.reduce((best, role) => (rank(role) > rank(best) ? role : best), null);

/** The widest reach of these links, and the highest role among those with that reach. */
export function widestLink(links) {
  if (links.length === 0) return { reach: null, role: null };
  const reach = REACHES[Math.max(...links.map((link) => REACHES.indexOf(link.reach)))];
  const role = reach === 'restricted' ? null : highest(links.filter((link) => link.reach === reach).map((link) => link.role));
  return { reach, role };
}

/** What a link may be set to under ancestors whose links amount to this. */
export function linkOptions({ reach, role }) {
  const reaches = REACHES.slice(Math.max(0, REACHES.indexOf(reach)));
  const roles = LINK_ROLES.slice(Math.max(0, rank(role)));
  return Object.fromEntries(reaches.map((name) => [name, name === 'restricted' ? null : roles]));
}

/** The role that links give to this person: those of every reach that includes them. */
function linkRole(links, signedIn) {
  return highest(links.filter(({ reach }) => reach === 'public' || (reach === 'authenticated' && signedIn)).map(({ role }) => role));
}

/**
 * Facts: role (by access), links (of the note and its ancestors), ancestorsLink, signedIn, deleted, deletedItself,
 * isRoot, isCreator, visited.
 */
export function abilitiesOf(facts, switches) {
  const { role, signedIn, deleted, isRoot, isCreator } = facts;
  const alive = !deleted;
  const effective = highest([role, linkRole(facts.links, signedIn)]);
  const [reads, comments, edits] = [0, 1, 2].map((least) => alive && rank(effective) >= least);
  const [member, manages, owns] = [0, 3, 4].map((least) => alive && rank(role) >= least);
  const opens = reads || role === 'owner';
  const leaves = alive && signedIn && (role ? !manages : facts.visited);
  const restores = role === 'owner' && (switches.isA ? true : facts.deletedItself);
  const byGeneration = switches.isA
    ? { content: reads }
    : { content_patch: edits, content_retrieve: opens, formatted_content: reads, search: reads };
  return {
    accesses_manage: manages,
    accesses_view: member,
    ...(switches.atLeast('4.6.0') ? { ai_proxy: edits && signedIn } : {}),
    ai_transform: edits && signedIn,
    ai_translate: edits && signedIn,
    attachment_upload: edits,
    can_edit: edits,
    children_create: edits && signedIn,
    children_list: reads,
    collaboration_auth: reads,
    comment: comments,
    ...byGeneration,
    cors_proxy: reads,
    descendants: reads,
    destroy: alive && (isRoot ? role === 'owner' : manages || isCreator),
    duplicate: reads && signedIn,
    favorite: reads && signedIn,
    invite_owner: owns,
    ...(switches.atLeast('5.2.0') ? { leave: leaves } : { mask: reads && signedIn }),
    link_configuration: manages,
    link_select_options: linkOptions(facts.ancestorsLink),
    media_auth: reads,
    media_check: reads,
    move: manages,
    partial_update: edits,
    restore: restores,
    retrieve: opens,
    tree: opens,
    update: edits,
    versions_destroy: manages,
    versions_list: member,
    versions_retrieve: member,
  };
}
