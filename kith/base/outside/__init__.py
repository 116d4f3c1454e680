"""The world outside: every HTTP request this server makes on its own goes through `Outside`.

What people write makes a server fetch: a link in a post, the address of a push service, another server's inbox. So
whoever writes must not be able to make it knock at doors that only it can reach. `addresses` says which doors those
are; `connecting` asks it about the very address that is then connected to; `asking` bounds time, bytes and redirects.

    fetched = await work.house.outside.fetch(url, accept=("text/html",), bytes_max=500_000, timeout_s=10)

Every failure is `Elsewhere`; `Forbidden` is the one that trying again will not mend.
"""

from kith.base.outside.addresses import Address, Forbidden, is_outside, parse_address
from kith.base.outside.asking import Fetched, Outside
from kith.base.outside.connecting import certificates

__all__ = ["Address", "Fetched", "Forbidden", "Outside", "certificates", "is_outside", "parse_address"]
