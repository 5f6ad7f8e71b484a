"""The movements of stock by their names: what people write on vouchers."""

from __future__ import annotations

import datetime
from typing import Any, Dict, Mapping, Optional, Union

from .answer import Answer

Date = Union[str, datetime.date]
Lines = Mapping[str, int]


class Verbs:
    """The part of a Ledger that posts by hand; it tells what the arguments mean."""

    def _post_hand(self, entry: Dict[str, Any]) -> Answer:
        raise NotImplementedError

    def _hand(
        self,
        verb: str,
        date: Date,
        source: Optional[str],
        target: Optional[str],
        lines: Optional[Lines],
        uid: Optional[str],
        by: Optional[str],
        note: Optional[str],
        late: bool,
        campaign: Optional[str],
        service: Optional[Dict[str, Any]] = None,
    ) -> Answer:
        entry: Dict[str, Any] = {
            "verb": verb,
            "date": date,
            "from": source,
            "to": target,
            "uid": uid,
            "by": by,
            "note": note,
            "late": late,
            "campaign": campaign,
        }
        if lines is not None:
            entry["lines"] = lines
        if service is not None:
            entry["service"] = service
        return self._post_hand(entry)

    def begin(
        self,
        date: Date,
        to: str,
        lines: Lines,
        *,
        uid: Optional[str] = None,
        by: Optional[str] = None,
        note: Optional[str] = None,
        late: bool = False,
        campaign: Optional[str] = None,
    ) -> Answer:
        """Enter what was there when the books begin."""
        return self._hand("begin", date, None, to, lines, uid, by, note, late, campaign)

    def receive(
        self,
        date: Date,
        source: str,
        target: str,
        lines: Lines,
        *,
        uid: Optional[str] = None,
        by: Optional[str] = None,
        note: Optional[str] = None,
        late: bool = False,
        campaign: Optional[str] = None,
    ) -> Answer:
        """Receive from a supplier."""
        return self._hand(
            "receive", date, source, target, lines, uid, by, note, late, campaign
        )

    def send_back(
        self,
        date: Date,
        source: str,
        target: str,
        lines: Lines,
        *,
        uid: Optional[str] = None,
        by: Optional[str] = None,
        note: Optional[str] = None,
        late: bool = False,
        campaign: Optional[str] = None,
    ) -> Answer:
        """Send back to a supplier."""
        return self._hand(
            "send_back", date, source, target, lines, uid, by, note, late, campaign
        )

    def ship(
        self,
        date: Date,
        source: str,
        target: str,
        lines: Lines,
        *,
        uid: Optional[str] = None,
        by: Optional[str] = None,
        note: Optional[str] = None,
        late: bool = False,
        campaign: Optional[str] = None,
    ) -> Answer:
        """Send on the way to a store, where it is until it arrives."""
        return self._hand(
            "ship", date, source, target, lines, uid, by, note, late, campaign
        )

    def arrive(
        self,
        date: Date,
        place: str,
        lines: Lines,
        *,
        uid: Optional[str] = None,
        by: Optional[str] = None,
        note: Optional[str] = None,
        late: bool = False,
        campaign: Optional[str] = None,
    ) -> Answer:
        """Take in what was on the way to a store."""
        return self._hand(
            "arrive", date, None, place, lines, uid, by, note, late, campaign
        )

    def transfer(
        self,
        date: Date,
        source: str,
        target: str,
        lines: Lines,
        *,
        uid: Optional[str] = None,
        by: Optional[str] = None,
        note: Optional[str] = None,
        late: bool = False,
        campaign: Optional[str] = None,
    ) -> Answer:
        """Move between two stores, or two collaborators."""
        return self._hand(
            "transfer", date, source, target, lines, uid, by, note, late, campaign
        )

    def issue(
        self,
        date: Date,
        source: str,
        target: str,
        lines: Lines,
        *,
        uid: Optional[str] = None,
        by: Optional[str] = None,
        note: Optional[str] = None,
        late: bool = False,
        campaign: Optional[str] = None,
    ) -> Answer:
        """Issue from a store to a collaborator."""
        return self._hand(
            "issue", date, source, target, lines, uid, by, note, late, campaign
        )

    def give_back(
        self,
        date: Date,
        source: str,
        target: str,
        lines: Lines,
        *,
        uid: Optional[str] = None,
        by: Optional[str] = None,
        note: Optional[str] = None,
        late: bool = False,
        campaign: Optional[str] = None,
    ) -> Answer:
        """Give back from a collaborator to a store."""
        return self._hand(
            "give_back", date, source, target, lines, uid, by, note, late, campaign
        )

    def dispense(
        self,
        date: Date,
        place: str,
        lines: Lines,
        *,
        uid: Optional[str] = None,
        by: Optional[str] = None,
        note: Optional[str] = None,
        late: bool = False,
        campaign: Optional[str] = None,
    ) -> Answer:
        """Give to clients."""
        return self._hand(
            "dispense", date, place, None, lines, uid, by, note, late, campaign
        )

    def hold(
        self,
        date: Date,
        place: str,
        lines: Lines,
        *,
        uid: Optional[str] = None,
        by: Optional[str] = None,
        note: Optional[str] = None,
        late: bool = False,
        campaign: Optional[str] = None,
    ) -> Answer:
        """Hold back: it stays in stock, and can't be used."""
        return self._hand("hold", date, place, None, lines, uid, by, note, late, campaign)

    def release(
        self,
        date: Date,
        place: str,
        lines: Lines,
        *,
        uid: Optional[str] = None,
        by: Optional[str] = None,
        note: Optional[str] = None,
        late: bool = False,
        campaign: Optional[str] = None,
    ) -> Answer:
        """Put what was held back to use again."""
        return self._hand(
            "release", date, None, place, lines, uid, by, note, late, campaign
        )

    def lose(
        self,
        date: Date,
        place: str,
        lines: Lines,
        *,
        reason: str = "other",
        uid: Optional[str] = None,
        by: Optional[str] = None,
        note: Optional[str] = None,
        late: bool = False,
        campaign: Optional[str] = None,
    ) -> Answer:
        """Write off: ``reason`` is "expired", "damaged", "stolen" or "other"."""
        return self._hand(
            "lose", date, place, reason, lines, uid, by, note, late, campaign
        )

    def count(
        self,
        date: Date,
        place: str,
        lines: Lines,
        *,
        uid: Optional[str] = None,
        by: Optional[str] = None,
        note: Optional[str] = None,
        late: bool = False,
        campaign: Optional[str] = None,
    ) -> Answer:
        """Tell what was found (0: nothing); the difference to the books is moved."""
        return self._hand(
            "count", date, place, None, lines, uid, by, note, late, campaign
        )

    def serve(
        self,
        date: Date,
        place: str,
        method: Union[str, int],
        kind: str,
        lines: Optional[Lines] = None,
        *,
        clients: int = 1,
        mode: Optional[str] = None,
        age: Optional[str] = None,
        new: Optional[str] = None,
        client: Optional[str] = None,
        uid: Optional[str] = None,
        by: Optional[str] = None,
        note: Optional[str] = None,
        late: bool = False,
        campaign: Optional[str] = None,
    ) -> Answer:
        """Record a service, with what its clients got.

        ``method`` is a word or a code ("iud", 1, ...); ``kind`` "new", "resupply",
        "switch", "removal", "counsel", "complication" or "stop"; ``clients`` how many;
        ``mode`` "fixed", "campaign", "mobile" or "home"; ``age`` a group of years such as
        "25-34" or "50+"; ``new`` "ever", "here" or "method"; ``client`` the host's
        identifier of a single client, of which only a keyed digest is kept, and only with
        a key in use (see ``use_client_key()``).
        """
        service = {
            "method": method,
            "kind": kind,
            "clients": clients,
            "mode": mode,
            "age": age,
            "new": new,
            "client": client,
        }
        return self._hand(
            "serve", date, place, None, lines, uid, by, note, late, campaign, service
        )
