"""Host names -> network addresses, and which of them a redirect may lead to. Reads: names. Emits: addresses."""

import ipaddress
import socket
import threading
from typing import Any, NamedTuple

from kg.endpoint.patience import Deadline


class Address(NamedTuple):
    """What `socket.getaddrinfo` says of one address."""

    family: int
    kind: int
    protocol: int
    name: str
    place: tuple[Any, ...]


class PrivateAddressError(OSError):
    """A redirect led into a network that its sender has no business with."""


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the public internet; what is no address is not."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = parsed.ipv4_mapped or parsed.sixtofour if isinstance(parsed, ipaddress.IPv6Address) else None
    return (mapped or parsed).is_global and not (mapped or parsed).is_multicast


def is_near(host: str) -> bool:
    """Return whether a host is this machine or one of the own network, as far as its spelling says."""
    name = host.strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return not is_public(name)


def addresses_of(host: str, port: int, deadline: Deadline, *, longest: float, guarded: bool) -> list[Address]:
    """Return the addresses of a host; the resolver has no time limit of its own, so it is waited for.

    Args:
        host: a name or an address.
        port: of TCP.
        deadline: ends the waiting.
        longest: seconds of waiting.
        guarded: refuse a host with any address that is not public.

    Raises:
        OSError: there is no such host (`socket.gaierror`), or a guarded one is not public.
        TimeoutError: no answer in time.
    """
    found: list[Address] = []
    failed: list[OSError] = []

    def resolve() -> None:
        try:
            found.extend(Address(*each) for each in socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM))
        except OSError as error:
            failed.append(error)
        except UnicodeError:
            failed.append(socket.gaierror(socket.EAI_NONAME, "this is no name of a host"))

    thread = threading.Thread(target=resolve, daemon=True, name="kg-resolve")
    thread.start()
    thread.join(deadline.at_most(longest))
    if failed:
        raise failed[0]
    if not found:
        raise TimeoutError
    if guarded and not all(is_public(str(address.place[0])) for address in found):
        raise PrivateAddressError(host)
    return found


def connect(found: list[Address], deadline: Deadline, *, longest: float) -> socket.socket:
    """Return a connection to the first address that accepts one.

    Raises:
        OSError: none does; the error of the last one.
    """
    last: OSError = TimeoutError()
    for address in found:
        made = socket.socket(address.family, address.kind, address.protocol)
        try:
            made.settimeout(deadline.at_most(longest))
            made.connect(address.place)
        except OSError as error:
            made.close()
            last = error
        else:
            return made
    raise last
