"""The flags of remote endpoints. Reads: arguments. Emits: the endpoint as a graph that can be asked."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.arguments import Parser, seconds
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.endpoint import Cache
    from kg.query.remote import RemoteGraph

_DEFAULT_HOURS = 24.0


def add_endpoint_flags(command: Parser) -> None:
    """Add the flags to a command."""
    flags = command.add_argument_group("remote endpoint")
    flags.add_argument("--endpoint", metavar="URL", help="ask this SPARQL endpoint instead of a graph")
    flags.add_argument(
        "--contact", metavar="ADDRESS", help="who asks, for whoever runs the endpoint (default $SCHOLARKG_CONTACT)"
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
    caching = arguments.cache or arguments.cache_file is not None or arguments.cache_hours is not None
    if arguments.endpoint is None:
        if caching or arguments.contact is not None:
            raise UsageError("--cache, --cache-file, --cache-hours and --contact go with --endpoint URL")
        return None
    from kg.endpoint import Cache, Endpoint, user_cache
    from kg.query.remote import RemoteGraph

    cache = None
    if caching:
        hours = arguments.cache_hours or _DEFAULT_HOURS
        cache = Cache(arguments.cache_file or user_cache(), lifetime=hours * 3600)
    return RemoteGraph(Endpoint(arguments.endpoint, contact=arguments.contact, cache=cache))


def cache_of(arguments: argparse.Namespace) -> "Cache | None":
    """Return the cache that `--cache` or `--cache-file` ask for; None if neither does."""
    from kg.endpoint import Cache, user_cache

    if not arguments.cache and arguments.cache_file is None:
        return None
    return Cache(arguments.cache_file or user_cache())
