"""The headline numbers: what a reader sees first."""

from __future__ import annotations

from datetime import date
from html import escape

from answers import LINE, Answers
from texts import Words

Card = tuple[str, str, str, bool]  # number, of what, detail, whether it is bad news


def headlines(answers: Answers, words: Words) -> str:
    cards = (_out, _risk, _order, _reporting, _unused)
    told = "".join(_card(*card(answers, words)) for card in cards)
    return f"<section class=cards aria-label=\"{words('headlines')}\">{told}</section>"


def _card(number: str, what: str, detail: str, bad: bool) -> str:
    style = "card bad" if bad else "card"
    small = f"<small>{escape(detail)}</small>" if detail else ""
    return f"<div class='{style}'><b>{number}</b><p>{escape(what)}</p>{small}</div>"


def _out(answers: Answers, words: Words) -> Card:
    held = answers.held
    if answers.single:
        names = [answers.label(*line) for line in held[held.out][LINE].to_numpy()]
        number = words("of", some=len(names), all=int((~held.idle).sum()))
        return number, words("items_out"), words.join(names, 3), bool(names)
    some, every = held.place[held.out].nunique(), held.place.nunique()
    number = words("of", some=words.number(some), all=words.number(every))
    return number, words("facilities_out"), words.percent(some, every), some > 0


def _risk(answers: Answers, words: Words) -> Card:
    names = [answers.label(*line) for line in answers.items.index[answers.items.risk]]
    return str(len(names)), words("at_risk"), words.join(names, 3), bool(names)


def _order(answers: Answers, words: Words) -> Card:
    """What the place itself orders; where it holds nothing, what those under it need."""
    items = answers.items
    if items.own_status.notna().any():
        what, by_hand = "to_order", items.own_by_hand
        quantity = items.own_to_order.fillna(0)
    else:
        what, by_hand = "to_send", items.by_hand > 0
        quantity = items.needs
    detail = words("by_hand", count=by_hand.sum()) if by_hand.any() else ""
    return str(((quantity > 0) | by_hand).sum()), words(what), detail, False


def _reporting(answers: Answers, words: Words) -> Card:
    rate = next(row for row in answers.quality if row.indicator == "reporting_rate")
    if not rate.denominator:
        return "–", words("reporting"), words("no_deadline"), False
    number = words("of", some=rate.numerator, all=rate.denominator)
    share = words.percent(rate.numerator, rate.denominator)
    on = words.day(date.fromisoformat(answers.quality.meta["on"]))
    detail = f"{share} · {words('reporting_on', on=on)}"
    return number, words("reporting"), detail, rate.numerator < rate.denominator


def _unused(answers: Answers, words: Words) -> Card:
    rows = [row for row in answers.expiry if row.at_risk]
    names = list(dict.fromkeys(answers.label(row.item, row.channel) for row in rows))
    detail = words.join(names, 2) if names else words("none")
    return str(len(rows)), words("unused"), detail, bool(rows)
