"""Seats and offers of them, each under its organisation."""

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Asked, Statement
from kith.organisations.model import SEATS_A_PERSON_MAX, SEATS_MAX, SeatOffer, TeamSeat

# What an organisation asks of its team is asked with every read: whoever switches their second step off has no seat
# that holds from that moment on, and has it back with the next.
SEAT_HOLDS = """
    NOT (EXISTS (SELECT FROM organisations
                  WHERE organisations.organisation_id = team_seats.organisation_id
                    AND organisations.two_step_required)
         AND NOT EXISTS (SELECT FROM two_steps
                          WHERE two_steps.account_id = team_seats.person_id
                            AND two_steps.on_at IS NOT NULL))
"""
_FIND = Statement(f"""
    SELECT {TeamSeat.columns()}
      FROM team_seats
     WHERE organisation_id = %(organisation_id)s
       AND person_id = %(person_id)s
""")
_FIND_HELD = Statement(f"{_FIND.named} AND {SEAT_HOLDS}")
# What a seat stands on, row by row, each read as it is once it is held. In one statement what was waited for would be
# read, and all else as it was before.
_HOLD_ASKED = Statement("""
    SELECT two_step_required
      FROM organisations
     WHERE organisation_id = %(organisation_id)s
       FOR KEY SHARE
""")
_HOLD_SECOND_STEP = Statement("""
    SELECT TRUE
      FROM two_steps
     WHERE account_id = %(person_id)s
       AND on_at IS NOT NULL
       FOR KEY SHARE
""")
_HOLD = Statement(f"{_FIND.named} FOR KEY SHARE")
# Owners first, then by how long they have been there.
_ALL = f"""
    SELECT {TeamSeat.columns()}
      FROM team_seats
     WHERE organisation_id = %(organisation_id)s
     ORDER BY array_position(ARRAY['owner', 'manager', 'member', 'guest'], role), since_at, person_id
     LIMIT %(limit)s
"""
_SEATS = Statement(_ALL)
_HELD = Statement(_ALL.replace("ORDER BY", f"AND {SEAT_HOLDS} ORDER BY", 1))
_WITHOUT_SECOND_STEP = Statement("""
    SELECT person_id
      FROM team_seats
     WHERE organisation_id = %(organisation_id)s
       AND NOT EXISTS (SELECT FROM two_steps
                        WHERE two_steps.account_id = team_seats.person_id
                          AND two_steps.on_at IS NOT NULL)
     ORDER BY person_id
     LIMIT %(limit)s
""")
_OF_PERSON = Statement(f"""
    SELECT {TeamSeat.columns()}
      FROM team_seats
     WHERE person_id = %(person_id)s
     ORDER BY since_at, organisation_id
     LIMIT %(limit)s
""")
_RESTING = Statement(f"""
    SELECT organisation_id
      FROM team_seats
     WHERE person_id = %(person_id)s
       AND NOT ({SEAT_HOLDS})
     ORDER BY organisation_id
     LIMIT %(limit)s
""")
_COUNT_OF_PERSON = Statement("SELECT count(*) FROM team_seats WHERE person_id = %(person_id)s")
_TEAMS = Statement("""
    SELECT (SELECT count(*) FROM team_seats WHERE person_id = %(person_id)s)
         + (SELECT count(*) FROM seat_offers WHERE person_id = %(person_id)s)
""")
_COUNT_OFFERS = Statement("SELECT count(*) FROM seat_offers WHERE person_id = %(person_id)s")
_CHANGE = Statement("""
    UPDATE team_seats
       SET role = %(role)s, title = %(title)s, shown = %(shown)s, answers_on = %(answers_on)s
     WHERE organisation_id = %(organisation_id)s
       AND person_id = %(person_id)s
""")
_END = Statement("DELETE FROM team_seats WHERE organisation_id = %(organisation_id)s AND person_id = %(person_id)s")
_FIND_OFFER = Statement(f"""
    SELECT {SeatOffer.columns()}
      FROM seat_offers
     WHERE organisation_id = %(organisation_id)s
       AND person_id = %(person_id)s
""")
_OFFERS = Statement(f"""
    SELECT {SeatOffer.columns()}
      FROM seat_offers
     WHERE organisation_id = %(organisation_id)s
     ORDER BY offered_at, person_id
     LIMIT %(limit)s
""")
_OFFERS_TO = Statement(f"""
    SELECT {SeatOffer.columns()}
      FROM seat_offers
     WHERE person_id = %(person_id)s
     ORDER BY offered_at DESC, organisation_id DESC
     LIMIT %(limit)s
""")
_TAKE_AWAY = Statement("""
    DELETE FROM seat_offers
     WHERE organisation_id = %(organisation_id)s
       AND person_id = %(person_id)s
""")
_TAKE_AWAY_BY = Statement("""
    DELETE FROM seat_offers
     WHERE organisation_id = %(organisation_id)s
       AND offered_by = %(person_id)s
""")
_FORGET = Statement("DELETE FROM team_seats WHERE organisation_id = %(id)s OR person_id = %(id)s")
_FORGET_OFFERS = Statement("DELETE FROM seat_offers WHERE organisation_id = %(id)s OR person_id = %(id)s")


async def find_seat(db: Db, organisation_id: Id, person_id: Id) -> TeamSeat | None:
    """Find somebody's seat, also one that rests. What it includes is theirs only by `find_held_seat`."""
    return await db.maybe(_FIND, TeamSeat, organisation_id=organisation_id, person_id=person_id)


async def hold_seat(db: Db, organisation_id: Id, person_id: Id) -> TeamSeat | None:
    """Find a seat that holds, and let nobody end it until the work ends; who ends it at this moment is waited for.

    Nor does anybody ask the team for a second step meanwhile, or switch theirs off where it is asked for. The
    organisation is held first, as by all who change a team: so no two of them wait for each other.
    """
    asked = await db.values(_HOLD_ASKED, organisation_id=organisation_id)
    if asked == [True] and not await db.values(_HOLD_SECOND_STEP, person_id=person_id):
        return None
    return await db.maybe(_HOLD, TeamSeat, organisation_id=organisation_id, person_id=person_id)


async def find_held_seat(db: Db, organisation_id: Id, person_id: Id) -> TeamSeat | None:
    """Find somebody's seat by which they may do something; none where it rests for want of a second step."""
    return await db.maybe(_FIND_HELD, TeamSeat, organisation_id=organisation_id, person_id=person_id)


async def seats_of(db: Db, organisation_id: Id) -> list[TeamSeat]:
    """List a team, owners first, those whose seats rest among them."""
    return await db.all(_SEATS, TeamSeat, organisation_id=organisation_id, limit=SEATS_MAX)


async def held_seats_of(db: Db, organisation_id: Id) -> list[TeamSeat]:
    """List those of a team whose seats do not rest, owners first."""
    return await db.all(_HELD, TeamSeat, organisation_id=organisation_id, limit=SEATS_MAX)


async def without_second_step(db: Db, organisation_id: Id) -> list[Id]:
    """List those of a team who sign in by their password alone."""
    return await db.values(_WITHOUT_SECOND_STEP, organisation_id=organisation_id, limit=SEATS_MAX)


async def seats_of_person(db: Db, person_id: Id) -> list[TeamSeat]:
    """List on which teams somebody is, the oldest first, seats that rest among them."""
    return await db.all(_OF_PERSON, TeamSeat, person_id=person_id, limit=SEATS_A_PERSON_MAX)


async def resting_for(db: Db, person_id: Id) -> list[Id]:
    """List the organisations at which somebody's seat rests for want of a second step."""
    return await db.values(_RESTING, person_id=person_id, limit=SEATS_A_PERSON_MAX)


async def count_seats_of_person(db: Db, person_id: Id) -> int:
    """Count on how many teams somebody is."""
    return int(await db.value(_COUNT_OF_PERSON, person_id=person_id))


def teams_asked(person_id: Id) -> Asked:
    """Ask on how many teams somebody is, or could be."""
    return Asked(_TEAMS, {"person_id": person_id})


def offers_asked(person_id: Id) -> Asked:
    """Ask onto how many teams somebody was asked, and did not answer yet."""
    return Asked(_COUNT_OFFERS, {"person_id": person_id})


async def change_seat(db: Db, seat: TeamSeat) -> None:
    """Write what a seat is now."""
    await db.run(
        _CHANGE,
        organisation_id=seat.organisation_id,
        person_id=seat.person_id,
        role=seat.role,
        title=seat.title,
        shown=seat.shown,
        answers_on=seat.answers_on,
    )


async def end_seat(db: Db, organisation_id: Id, person_id: Id) -> bool:
    """End a seat; tell whether there was one."""
    return await db.run(_END, organisation_id=organisation_id, person_id=person_id) == 1


async def find_offer(db: Db, organisation_id: Id, person_id: Id) -> SeatOffer | None:
    """Find what somebody was offered."""
    return await db.maybe(_FIND_OFFER, SeatOffer, organisation_id=organisation_id, person_id=person_id)


async def offers_of(db: Db, organisation_id: Id) -> list[SeatOffer]:
    """List the offers that wait for an answer."""
    return await db.all(_OFFERS, SeatOffer, organisation_id=organisation_id, limit=SEATS_MAX)


async def offers_to(db: Db, person_id: Id) -> list[SeatOffer]:
    """List what somebody was offered, the newest first."""
    return await db.all(_OFFERS_TO, SeatOffer, person_id=person_id, limit=SEATS_A_PERSON_MAX)


async def take_offer_away(db: Db, organisation_id: Id, person_id: Id) -> bool:
    """Delete an offer; tell whether there was one. Of two who answer it at once, one finds it."""
    return await db.run(_TAKE_AWAY, organisation_id=organisation_id, person_id=person_id) == 1


async def take_offers_by(db: Db, organisation_id: Id, person_id: Id) -> None:
    """Delete what somebody offered who may offer nothing any more."""
    await db.run(_TAKE_AWAY_BY, organisation_id=organisation_id, person_id=person_id)


async def forget_seats(db: Db, account_id: Id) -> None:
    """Delete the seats of, and on the team of, somebody who left."""
    await db.run(_FORGET, id=account_id)
    await db.run(_FORGET_OFFERS, id=account_id)
