"""A leave cluster in words and as plain data: the order, each answer with its reason and its place."""

from typing import Any

from scheduler.domain.center import Center
from scheduler.verdict.cluster import Cluster, Place
from scheduler.verdict.words import named, span_text
from scheduler.words import date_text, leave_word, pick

OUTCOMES = {
    "kept": ("已批准，保留", "granted before, stands"),
    "granted": ("批准", "granted"),
    "waiting": ("候补", "waits"),
    "refused": ("不批", "refused"),
}


def cluster_lines(found: Cluster, center: Center, lang: str) -> list[str]:
    """The principles first, then everybody in order."""
    order = pick(("；", "; "), lang).join(f"{i} {p.text[lang]}" for i, p in enumerate(found.order, 1))
    head = pick((f"先后次序(依据4-03)：{order}", f"Order (article 4-03): {order}"), lang)
    return [head, *(place_line(place, center, lang) for place in found.places)]


def place_line(place: Place, center: Center, lang: str) -> str:
    """``3. 候补第1位 Q07 …：理由``."""
    request = place.request
    outcome = pick(OUTCOMES[place.outcome], lang)
    if place.outcome == "waiting":
        outcome += pick((f"第{place.waits}位", f", place {place.waits}"), lang)
    filed = (
        pick(("未记申请时间", "filing time unknown"), lang)
        if place.filed is None
        else pick((f"{place.filed:%m-%d %H:%M}申请", f"filed {place.filed:%m-%d %H:%M}"), lang)
    )
    facts = pick(
        (
            f"{filed}，此前被婉拒{place.turns:g}次，工龄{place.years:g}年",
            f"{filed}, refused {place.turns:g} times before, {place.years:g} years of service",
        ),
        lang,
    )
    who = f"{request.id} {named(center, request.person, lang)} {leave_word(request.kind, lang)} {span_text(request.start, request.end)}"
    reason = why(place, center, lang)
    return f"{place.place}. {outcome} {who} ({facts})" + (pick((f":{reason}", f": {reason}"), lang) if reason else "")


def why(place: Place, center: Center, lang: str) -> str:
    """The reason of one answer; empty where nothing is to be said."""
    if place.quota is not None:
        day, quota = place.quota
        said = pick(
            (
                f"{date_text(day, lang)}本科室名额{quota}人已满(依据4-03)",
                f"the section's quota of {quota} on {date_text(day, lang)} is used up (article 4-03)",
            ),
            lang,
        )
    elif place.verdict is None:
        return ""
    elif place.verdict.advice.grant:
        return (
            pick((f"须调整{place.verdict.k}格", f"{place.verdict.k} cells of others move"), lang)
            if place.verdict.k
            else ""
        )
    elif place.verdict.screened.refused:
        finding = place.verdict.screened.refused[0]
        said = finding.text(lang) + pick((f"(依据{finding.article})", f" (article {finding.article})"), lang)
    else:
        said = place.verdict.breaches_new[0].text(lang)
    if place.before:
        said += pick((f"；先于其获批：{'、'.join(place.before)}", f"; granted before: {', '.join(place.before)}"), lang)
    return said


def cluster_data(found: Cluster, center: Center, lang: str) -> dict[str, Any]:
    """The same for machines."""
    return {
        "order": [{"principle": p.name, "text": p.text[lang]} for p in found.order],
        "places": [
            {
                "place": p.place,
                "id": p.request.id,
                "person": p.request.person,
                "kind": p.request.kind,
                "start": p.request.start,
                "end": p.request.end,
                "filed": p.filed,
                "refused_before": p.turns,
                "years": p.years,
                "outcome": p.outcome,
                "waits": p.waits,
                "reason": why(p, center, lang),
                "color": p.verdict.color if p.verdict else None,
                "before": list(p.before),
                "quota": {"day": p.quota[0], "heads": p.quota[1]} if p.quota else None,
            }
            for p in found.places
        ],
    }
