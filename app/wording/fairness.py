"""Words of the accounts of burdens."""

FAIRNESS = {
    "show": ("查看", "Show"),
    "counts": ("工时与次数", "Hours and counts"),
    "before": ("上期结转", "Carried in"),
    "count": ("本期", "This roster"),
    "fair": ("应摊", "Fair share"),
    "after": ("结转下期", "Carried out"),
    "why": ("为什么", "Why"),
    "spread": (
        "结转下期的差额：最多与最少相差{range}，基尼系数{gini}（按应摊折算）；从多到少：{order}",
        "Accounts carried out: {range} between most and least, Gini {gini} (in proportion to the fair share); from most to least: {order}",
    ),
}
