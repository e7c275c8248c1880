"""A limit to what one address may ask for, so that all get their turn.

Buckets are kept under a hash of the address with a salt that is drawn anew each hour, in this
process alone: nothing is written down, and an hour later nothing can be told apart.
"""

from __future__ import annotations

import hashlib
import math
import secrets
import time
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from threading import Lock

from components.api_reference.endpoints import FAIR_USE_A_SECOND, FAIR_USE_BURST

SECONDS_OF_A_SALT = 3600.0
MOST_BUCKETS = 10_000
# One household has a whole network of this size, and may use any address of it.
IPV6_NETWORK_BITS = 64


class FairUse:
    """Token buckets by address: `burst` requests at once, `rate` a second after that."""

    def __init__(
        self,
        burst: int = FAIR_USE_BURST,
        rate: float = FAIR_USE_A_SECOND,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.burst, self.rate, self.clock = burst, rate, clock
        self._lock = Lock()
        self._renew()

    def seconds_to_wait(self, address: str) -> int:
        """Take a token; 0 where there was one, else how long until there is."""
        with self._lock:
            now = self.clock()
            if now - self._salted_at >= SECONDS_OF_A_SALT:
                self._renew()
            key = self._key(address)
            tokens = self._tokens(key, now)
            if tokens >= 1:
                self._keep(key, tokens - 1, now)
                return 0
            return math.ceil((1 - tokens) / self.rate)

    def _renew(self) -> None:
        self._salt = secrets.token_bytes(16)
        self._salted_at = self.clock()
        self._buckets: dict[bytes, tuple[float, float]] = {}

    def _tokens(self, key: bytes, now: float) -> float:
        tokens, at = self._buckets.get(key, (float(self.burst), now))
        return min(float(self.burst), tokens + (now - at) * self.rate)

    def _keep(self, key: bytes, tokens: float, now: float) -> None:
        if key not in self._buckets and len(self._buckets) >= MOST_BUCKETS:
            full = [each for each in self._buckets if self._tokens(each, now) >= self.burst]
            # Where none is full again, the one asked for longest ago makes room.
            for each in full or [min(self._buckets, key=lambda each: self._buckets[each][1])]:
                del self._buckets[each]
        self._buckets[key] = (tokens, now)

    def _key(self, address: str) -> bytes:
        return hashlib.blake2b(network(address).encode(), key=self._salt, digest_size=16).digest()


def network(address: str) -> str:
    """The address, or of an IPv6 one the network a household has."""
    try:
        number = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(number, IPv6Address):
        return str(number)
    if number.ipv4_mapped is not None:
        return str(number.ipv4_mapped)
    return str(IPv6Address(int(number) >> IPV6_NETWORK_BITS << IPV6_NETWORK_BITS))
