"""Which door somebody may use who acts for an organisation: by its method and path, as the route was declared.

What stands nowhere here is ordinary: to look needs `read`, to change something needs `post`. The longest beginning
decides; a beginning ends where a segment does.
"""

from kith.organisations.rules.roles import Deed

# An organisation has no ties, no past, no birthday; it does not run the server; its people keep their own keys.
_PERSON_ONLY = (
    "/owner",
    "/settings/password",
    "/settings/email",
    "/settings/two-step",
    "/settings/sessions",
    "/settings/tokens",
    "/settings/invites",
    "/settings/leave",
    "/settings/push",
    "/settings/birthday",
    "/settings/if-i-die",
    "/settings/paths",
    "/settings/finding",
    "/settings/naming",
    "/settings/talk",
    "/settings/offers",
    "/@{handle}/offers",
    "/posts/{id}/is-offer",
    "/posts/{id}/is-no-offer",
    "/api/kith/v1/conversations/settings",
    "/people/known",
    "/people/waiting",
    "/people/unheard",
    "/people/long-time",
    "/@{handle}/us",
    "/@{handle}/line",
    "/@{handle}/past",
    "/@{handle}/between",
    "/pledges/{id}/witnesses",
    "/pledges/{id}/yes",
    "/pledges/{id}/no",
    "/api/v1/emails",
    "/api/v1/admin",
    "/api/kith/v1/invitations",
    "/api/kith/v1/sessions",
    "/api/kith/v1/two_step",
    "/api/kith/v1/apps",
    "/api/kith/v1/ties",
    "/api/kith/v1/offers",
    "/api/kith/v1/organisations/{id}/offers",
    "/api/kith/v1/statuses/{id}/is_offer",
    "/api/kith/v1/birthday",
    "/api/kith/v1/if_i_die",
    "/api/kith/v1/birthdays",
    "/api/kith/v1/finding",
    "/api/kith/v1/naming",
    "/api/kith/v1/accounts/{id}/pasts",
    "/api/kith/v1/memories",
    "/api/kith/v1/pledges/{id}/witnesses",
    "/api/kith/v1/pledges/{id}/witness",
    "/helped",
    "/agreed",
    "/api/kith/v1/agreed",
)
_PAGE = (
    "/settings",
    "/mirror",
    "/api/kith/v1/mirror",
    "/api/v1/profile",
    "/api/v1/accounts/update_credentials",
    "/api/v1/domain_blocks",
)
# The same settings as apps write them; to read them needs no more than to look.
_PAGE_WRITTEN = (
    "/api/v1/filters",
    "/api/v2/filters",
    "/api/v2/notifications/policy",
    "/api/kith/v1/caps",
    "/api/kith/v1/pace",
    "/api/kith/v1/reach",
    "/api/kith/v1/topics",
)
_EXPORT = ("/settings/taking", "/talk/{id}/export", "/api/kith/v1/conversations/{id}/export", "/api/kith/v1/taking")
# What belongs to the person whoever they act for: to go back to themself, to leave, to see their teams and the desk.
# The actions behind ask for the seat themselves.
_OWN = (
    "/acting",
    "/sign-out",
    "/organisations",
    "/desk",
    "/api/kith/v1/organisations",
    "/api/kith/v1/desks",
    "/api/kith/v1/acting",
    "/media/{key}",
    "/faces/{id}.svg",
    "/faces/{id}.png",
    "/faces/{id}/banner.svg",
    "/faces/{id}/banner.png",
    "/oauth",
)
_ALWAYS: Deed = "work_given"
_BY_BEGINNING: dict[str, Deed | None] = {
    **dict.fromkeys(_PERSON_ONLY),
    **dict.fromkeys(_PAGE, "page"),
    **dict.fromkeys(_EXPORT, "export"),
    **dict.fromkeys(_OWN, _ALWAYS),
}


def deed_of(path: str, *, writes: bool) -> Deed | None:
    """Tell what somebody must be allowed who uses this route in an organisation's name; `None`: nobody is."""
    segments = path.strip("/").split("/")
    for count in range(len(segments), 0, -1):
        beginning = "/" + "/".join(segments[:count])
        if writes and beginning in _PAGE_WRITTEN:
            return "post" if path == "/api/kith/v1/topics/score" else "page"
        if beginning in _BY_BEGINNING:
            return _BY_BEGINNING[beginning]
    return "post" if writes else "read"


# What pages and apps say by themselves is nobody's act.
_UNTOLD = ("/here", "/live", "/home/seen", "/api/kith/v1/presence", "/api/v1/markers", "/api/v1/push")
_UNTOLD_ENDS = ("/typing", "/seen", "/received", "/read", "/draft", "/score", "/standing", "/progress")


def is_told(path: str) -> bool:
    """Tell whether using this route to change something is written into the team's record."""
    if deed_of(path, writes=True) == _ALWAYS:
        return False  # the actions behind write what was done, and towards whom
    return not (path.startswith(_UNTOLD) or path.endswith(_UNTOLD_ENDS))
