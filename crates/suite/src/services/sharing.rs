//! How a note is shared, as the window hears and says it. Conversions only.

use crate::wire::sharing::{
    AccessId, AccessRequest, Colleague, ColleagueId, Invitation, InvitationId, Link, LinkChoice,
    Member, Reach, RequestId, Role, Sharing,
};

/// How a note is shared.
pub(crate) fn sharing(sharing: notes::Sharing) -> Sharing {
    let choice = |choice: notes::LinkChoice| LinkChoice {
        reach: reach(choice.reach),
        roles: roles(choice.roles),
    };
    Sharing {
        address: sharing.address.into(),
        link: link(sharing.link),
        from_above: sharing.from_above.map(link),
        choices: sharing.choices.into_iter().map(choice).collect(),
        members: sharing.members.into_iter().map(member).collect(),
        invitations: sharing.invitations.into_iter().map(invitation).collect(),
        requests: sharing.requests.into_iter().map(request).collect(),
        grants: roles(sharing.grants),
        may_leave: sharing.may_leave,
        may_ask: sharing.may_ask,
    }
}

/// Somebody with an account.
pub(crate) fn colleague(colleague: notes::Colleague) -> Colleague {
    Colleague {
        id: colleague.id.map(ColleagueId),
        name: colleague.name,
        email: colleague.email,
    }
}

/// A role that the window names.
pub(crate) fn to_role(role: Role) -> notes::Role {
    match role {
        Role::Reader => notes::Role::Reader,
        Role::Commenter => notes::Role::Commenter,
        Role::Editor => notes::Role::Editor,
        Role::Administrator => notes::Role::Administrator,
        Role::Owner => notes::Role::Owner,
    }
}

/// A link as the window wants it.
pub(crate) fn to_link(link: Link) -> notes::Link {
    let reach = match link.reach {
        Reach::Restricted => notes::Reach::Restricted,
        Reach::Authenticated => notes::Reach::Authenticated,
        Reach::Public => notes::Reach::Public,
    };
    notes::Link {
        reach,
        role: link.role.map(to_role),
    }
}

fn member(member: notes::Member) -> Member {
    Member {
        access: AccessId(member.access),
        who: colleague(member.who),
        role: member.role.map(role),
        is_me: member.is_me,
        inherited: member.inherited,
        roles: roles(member.roles),
        removable: member.removable,
    }
}

fn invitation(invitation: notes::Invitation) -> Invitation {
    Invitation {
        id: InvitationId(invitation.id),
        email: invitation.email,
        role: invitation.role.map(role),
        expired: invitation.expired,
    }
}

fn request(request: notes::AccessRequest) -> AccessRequest {
    AccessRequest {
        id: RequestId(request.id),
        who: colleague(request.who),
        role: request.role.map(role),
    }
}

fn link(link: notes::Link) -> Link {
    Link {
        reach: reach(link.reach),
        role: link.role.map(role),
    }
}

fn roles(roles: Vec<notes::Role>) -> Vec<Role> {
    roles.into_iter().map(role).collect()
}

fn role(role: notes::Role) -> Role {
    match role {
        notes::Role::Reader => Role::Reader,
        notes::Role::Commenter => Role::Commenter,
        notes::Role::Editor => Role::Editor,
        notes::Role::Administrator => Role::Administrator,
        notes::Role::Owner => Role::Owner,
    }
}

fn reach(reach: notes::Reach) -> Reach {
    match reach {
        notes::Reach::Restricted => Reach::Restricted,
        notes::Reach::Authenticated => Reach::Authenticated,
        notes::Reach::Public => Reach::Public,
    }
}
