"""Words of the simulated service of a roster."""

SERVICE = {
    "title": ("顾客会遇到什么（仿真）", "What customers will meet (simulated)"),
    "no_demand": ("没有历史业务量，无法仿真。", "No demand history: nothing to simulate."),
    "volume": ("业务量按预测的", "Demand, as a share of the forecast"),
    "running": ("正在仿真……", "Simulating …"),
    "work_running": ("正在仿真顾客间隙办理的可延后工作……", "Simulating work that may wait, done between customers …"),
    "reserve": (
        "做可延后工作时为顾客留空几人（现为 {own}）",
        "People kept idle for customers while work that may wait is done (now {own})",
    ),
    "reserve_hint": (
        "只影响下面的仿真；定下来后写入 center.toml 的 queues.*.reserve。",
        "For the simulation below only; once decided, set queues.*.reserve in center.toml.",
    ),
    "work_placed": (
        "已排入各人班内的可延后工作（见“当日”）按所排时段计入上面的仿真。",
        "Work that may wait and has its place in the shifts (see “Day”) is in the figures above, at its hours.",
    ),
    "queue": ("队列", "Queue"),
    "within": ("目标时间", "Within"),
    "served": ("按时得到服务", "Served in time"),
    "predicted_column": ("公式预测", "By formula"),
    "part": ("（仅{share}的顾客，其仿真值 {simulated}）", " (for {share} of customers, simulated {simulated})"),
    "wait": ("平均等候", "Mean wait"),
    "lost": ("未得到服务", "Never served"),
    "bad_days": ("低于目标的日子", "Days below target"),
    "weeks": ("（按周）", " (of weeks)"),
    "floor": ("（下限 {floor}）", " (floor {floor})"),
    "worst": ("最差时段", "Worst interval"),
    "predicted": (
        "公式预测为同一班表的精确马氏链结果；人手够用时两者通常相差在 1 个百分点内，长期超负荷时会更多",
        "by formula: the exact chain for the same roster; with enough people the two usually agree within one point, less closely where a queue is overloaded",
    ),
}
