"""The flags of remote endpoints. Reads: arguments. Emits: an endpoint as a graph that can be asked, a Federation."""

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.arguments import Parser, seconds
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.endpoint import Cache
    from kg.query.federation import Federation
    from kg.query.remote import RemoteGraph

_DEFAULT_HOURS = 24.0
_SERVICE = re.compile(r"(https?://\S+?)(?:=(https?://\S+))?")


def add_endpoint_flags(command: Parser) -> None:
    """Add the flags to a command."""
    flags = command.add_argument_group("remote endpoints")
    flags.add_argument("--endpoint", metavar="URL", help="ask this SPARQL endpoint instead of a graph")
    flags.add_argument(
        "--federate", action="store_true", help="let the query ask the endpoints that it names by SERVICE, in batches"
    )
    flags.add_argument(
        "--service",
        action="append",
        default=[],
        metavar="URL[=PLACE]",
        help="with --federate: one that may be on your own network too, or the place that is asked instead of it",
    )
    add_client_flags(flags)


def add_client_flags(flags: "argparse._ArgumentGroup") -> None:
    """Add the flags of whatever asks other servers: who asks, and where answers are kept."""
    flags.add_argument(
        "--contact", metavar="ADDRESS", help="who asks, for whoever runs the server (default $SCHOLARKG_CONTACT)"
    )
    flags.add_argument("--cache", action="store_true", help="keep its answers, and take those kept before")
    flags.add_argument("--cache-file", metavar="FILE", type=Path, help="where (default: the user's cache folder)")
    flags.add_argument(
        "--cache-hours", metavar="N", type=seconds, help=f"for how long (default {_DEFAULT_HOURS:g} hours)"
    )


def remote_graph(arguments: argparse.Namespace) -> "RemoteGraph | None":
    """Return the endpoint that the flags name; None if they name none.

    Raises:
        UsageError: flags that go with an endpoint without one, or one that is none.
    """
    _check(arguments)
    if arguments.endpoint is None:
        return None
    from kg.endpoint import Endpoint
    from kg.query.remote import RemoteGraph

    return RemoteGraph(Endpoint(arguments.endpoint, contact=arguments.contact, cache=cache_of(arguments)))


def federation(arguments: argparse.Namespace) -> "Federation | None":
    """Return what asks the endpoints that a query names; None if the flags do not allow it.

    Raises:
        UsageError: an address is none.
    """
    if not arguments.federate:
        return None
    from kg.query.federation import Federation

    places = dict(map(_service, arguments.service))
    return Federation(places=places, contact=arguments.contact, cache=cache_of(arguments))


def _check(arguments: argparse.Namespace) -> None:
    if arguments.endpoint is not None and arguments.federate:
        raise UsageError(
            "--federate joins a graph of yours with endpoints: leave --endpoint out, or leave SERVICE to that endpoint"
        )
    if arguments.service and not arguments.federate:
        raise UsageError("--service goes with --federate")
    asks = arguments.endpoint is not None or arguments.federate
    if not asks and (arguments.contact is not None or _caches(arguments)):
        raise UsageError("--cache, --cache-file, --cache-hours and --contact go with --endpoint URL or --federate")


def _service(given: str) -> tuple[str, str]:
    match = _SERVICE.fullmatch(given)
    if match is None:
        raise UsageError(f"--service {given}: write the address in the query, or that and the one to ask: URL=PLACE")
    return match[1], match[2] or match[1]


def cache_of(arguments: argparse.Namespace) -> "Cache | None":
    """Return the cache that the flags ask for; None if none does."""
    if not _caches(arguments):
        return None
    from kg.endpoint import Cache, user_cache

    return Cache(arguments.cache_file or user_cache(), lifetime=(arguments.cache_hours or _DEFAULT_HOURS) * 3600)


def _caches(arguments: argparse.Namespace) -> bool:
    return arguments.cache or arguments.cache_file is not None or arguments.cache_hours is not None
