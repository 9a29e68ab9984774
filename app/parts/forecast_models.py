"""Which model each queue got and why, and the types of contact it is made of."""

import pandas as pd
import streamlit as st

from app.state import Desk
from app.texts import plain
from app.wording.demand import MODEL_NAMES
from forecasting import Forecast
from scheduler.demand_types import type_shares


def forecast_models(desk: Desk, made: Forecast, queues: list[str]) -> None:
    """Model of each queue with its reason and how all models did in the past."""
    words = desk.words
    with st.expander(words("demand.model"), expanded=len(queues) == 1, icon=":material/fact_check:"):
        for queue in queues:
            report = made.reports.get(queue)
            if report is None:
                continue
            known = desk.base.center.queue[queue]
            name = plain(known.name_zh if desk.lang == "zh" else known.name_en)
            st.markdown(
                words("demand.chosen", queue=name, model=_model_name(desk, report.model))
                + "  \n"
                + plain(report.reason[desk.lang])
            )
            if len(queues) > 1:
                continue
            if report.scores:
                lines = [
                    "| "
                    + " | ".join(words(f"demand.score_{k}") for k in ("model", "wape", "day", "bias", "trials"))
                    + " |",
                    "|---|--:|--:|--:|--:|",
                ]
                lines += [
                    f"| {_model_name(desk, s.model)}{' ✓' if s.model == report.model else ''} | {s.wape:.1%} | {s.day_wape:.1%} | {s.bias:+.1%} | {s.trials} |"
                    for s in report.scores
                ]
                st.markdown("\n".join(lines))
            if report.band is not None:
                st.caption(words("demand.band", half=report.band.inside_50, wide=report.band.inside_90))
            said = [words("demand.gaps", count=report.gaps)] if report.gaps else []
            said += [words("demand.outliers", count=len(report.outliers))] if report.outliers else []
            if said:
                st.caption(" · ".join(said))


def contact_types(desk: Desk, queues: list[str]) -> None:
    """Types of contact of the queues, where the history knows them."""
    words = desk.words
    shares = [t for t in type_shares(desk.base.demand_types) if t.queue in queues]
    if not shares:
        return
    st.markdown(f"**{words('demand.types')}**")
    names = {q.id: q.name_zh if desk.lang == "zh" else q.name_en for q in desk.base.center.queues}
    st.dataframe(
        pd.DataFrame(
            [
                {
                    words("demand.queue"): names[t.queue],
                    words("demand.type"): t.type,
                    words("demand.type_share"): f"{t.share:.1%}",
                    words("demand.type_aht"): "–" if t.aht_s is None else f"{t.aht_s:.0f}",
                    words("demand.type_busiest"): f"{t.busiest:02d}:00",
                }
                for t in shares
            ]
        ),
        hide_index=True,
        width="stretch",
    )


def _model_name(desk: Desk, model: str) -> str:
    """Usual name of a model; one without a name here shows its own."""
    return desk.words.pick(MODEL_NAMES[model]) if model in MODEL_NAMES else plain(model)
