"""Queries with SERVICE -> queries without. Reads: SPARQL, a graph through `select`, endpoints. Emits: SPARQL, notes.

Each clause is asked for the keys that the graph gives, and its answers take its place as VALUES; then the graph's own
engine answers the whole, so that OPTIONAL, FILTER, groups and order mean what they always mean.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple

from kg.endpoint import Cache, Endpoint, Limits
from kg.errors import EndpointError
from kg.progress import Progress
from kg.query.batches import Batches, Cells, Key, is_portable, values_block
from kg.query.rows import Row
from kg.query.running import Patience
from kg.query.services import Service, Services, variables

Select = Callable[[str], Iterable[Row]]
"""SELECT text -> the rows of our graph."""
_LOOSE: Final = (
    "in some rows nothing is bound that SERVICE could be asked for, so that it would be asked for everything: "
    "put SERVICE into the OPTIONAL that binds it"
)

_NEVER: Final = "FILTER(1 = 2) "
"""rdflib 7.6 takes FILTER(false) for true."""


class Joined(NamedTuple):
    """A query whose SERVICE clauses were asked, and a note on each."""

    text: str
    notes: tuple[str, ...]


class Federation:
    """Asks the endpoints that queries name."""

    def __init__(
        self,
        *,
        places: Mapping[str, str] | None = None,
        contact: str | None = None,
        cache: Cache | None = None,
        progress: Progress | None = None,
        connect: Callable[[str, Limits], Endpoint] | None = None,
    ) -> None:
        """Ask nothing yet.

        Args:
            places: address in a query -> address that is asked instead, which may be one of the own network; all
                others have to be on the public internet, because a query may have been written by somebody else.
            contact: who asks, for those who run the endpoints.
            cache: where answers are kept.
            progress: is told how many keys were asked for; None for a terminal, if there is one.
            connect: makes the client of an address; None for the usual one.
        """
        self._places = dict(places or {})
        self._contact = contact
        self._cache = cache
        self._progress = progress or Progress()
        self._connect = connect or self._endpoint
        self._endpoints: dict[str, Endpoint] = {}

    def joined(self, text: str, prefixes: Mapping[str, str], select: Select, patience: Patience) -> Joined:
        """Return a query with the answers of its SERVICE clauses in their place.

        Args:
            text: a query.
            prefixes: known without declaration.
            select: asks our graph.
            patience: how long to wait.

        Raises:
            QueryError: it is no query, a clause cannot be asked on its own, or the time is over.
            EndpointError: an endpoint gave no answer that can be used, and its clause is not SILENT.
            UsageError: an address is none.
        """
        services = Services(text, prefixes)
        answers: dict[int, str] = {}
        notes: list[str] = []
        for service in services.clauses:
            place = f"line {services.line(service)}: SERVICE {service.endpoint}"
            try:
                columns, rows, counts = self._asked(services, service, answers, select, patience)
            except EndpointError as error:
                if not service.silent:
                    raise
                # One solution without bindings, says SPARQL 1.1 Federated Query, section 2.
                columns = services.columns(service)[0]
                rows, counts = [(None,) * len(columns)], f"SILENT, so the query goes on without it: {error}"
            answers[service.element.first] = _table(columns, rows)
            notes.append(f"{place}: {counts}")
        return Joined(services.joined(answers), tuple(notes))

    def _asked(
        self, services: Services, service: Service, answers: Mapping[int, str], select: Select, patience: Patience
    ) -> tuple[tuple[str, ...], list[Cells], str]:
        """Return the columns and the rows of a clause, and what was asked and answered."""
        bound, used = services.columns(service)
        if not bound:
            services.refuse(service, "SERVICE without a variable has no rows: ask that server on its own (--endpoint)")
        names, keys = self._keys(services, service, answers, select)
        columns = tuple(sorted({*used, *names})) or bound[:1]
        stage, done, count = f"SERVICE {service.endpoint}", 0, 0

        def told(answered: int) -> None:
            nonlocal done, count
            done, count = done + answered, count + 1
            self._progress(stage, done, len(keys))

        question = services.question(service)
        batches = Batches(self._client(service.endpoint), question, columns, names, patience, told)
        self._progress.begin(stage)
        try:
            rows = sorted(batches.rows(keys), key=lambda row: [str(term) for term in row])
        finally:
            self._progress.end(stage)
        found = [self._portable(services, service, columns, used, row) for row in rows]
        asked_for = f"keys {len(keys):,}" if names else "asked without keys"
        counts = f"{asked_for}, batches {count:,}, rows {len(rows):,}"
        return columns, found, counts if keys else "the graph has no keys for it: nobody was asked"

    def _keys(
        self, services: Services, service: Service, answers: Mapping[int, str], select: Select
    ) -> tuple[tuple[str, ...], list[Key]]:
        """Return the variables that a clause is asked by, and their values in order."""
        names, query = services.keys(service, answers)
        if not names:
            return (), [()]
        rows = list(select(query))
        firm = [at for at in range(len(names)) if all(row[at] is not None for row in rows)]
        if not firm:
            services.refuse(service, _LOOSE)
        keys = {tuple(row[at] for at in firm) for row in rows}
        portable: list[Key] = [key for key in keys if all(map(is_portable, key))]  # type: ignore[misc]
        return tuple(names[at] for at in firm), sorted(portable, key=lambda key: [str(term) for term in key])

    def _portable(
        self, services: Services, service: Service, columns: tuple[str, ...], used: frozenset[str], row: Cells
    ) -> Cells:
        """Return a row without blank nodes, which mean nothing outside of the answer that holds them."""
        for name, term in zip(columns, row, strict=True):
            if name in used and term is not None and not is_portable(term):
                message = f"{service.endpoint} answers ?{name} with a blank node, which has no name here: "
                services.refuse(service, message + "ask for what the blank node has")
        return tuple(term if is_portable(term) else None for term in row)

    def _client(self, address: str) -> Endpoint:
        if address not in self._endpoints:
            limits = Limits(public=address not in self._places)
            self._endpoints[address] = self._connect(self._places.get(address, address), limits)
        return self._endpoints[address]

    def _endpoint(self, address: str, limits: Limits) -> Endpoint:
        return Endpoint(address, contact=self._contact, cache=self._cache, limits=limits)


def _table(columns: tuple[str, ...], rows: list[Cells]) -> str:
    """Return a pattern whose solutions are these rows.

    A sub-select makes oxigraph 0.5 join by a hash: a bare VALUES in a UNION is gone through for each row. rdflib 7.6
    cannot read a VALUES without rows.
    """
    values = values_block(columns, rows or [(None,) * len(columns)])
    return f"{{ SELECT {variables(columns)} WHERE {{ {values} {'' if rows else _NEVER}}} }}"
