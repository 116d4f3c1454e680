"""What is decided about organisations, without asking anybody."""

from kith.organisations.rules.roles import (
    DEEDS,
    MAY,
    Deed,
    check_may,
    check_may_give,
    may,
    may_give,
    role_of_program,
)

__all__ = ["DEEDS", "MAY", "Deed", "check_may", "check_may_give", "may", "may_give", "role_of_program"]
