"""Words of the AB page."""

BACKUP = {
    "table": ("AB岗对照表", "AB table"),
    "hint": ("每个岗位的A、B、C;红色为该日不在。", "A, B and C of each post; red is away on that day."),
    "day": ("看哪一天", "On which day"),
    "single": ("没有可用B岗的岗位", "Posts without a working B"),
    "single_none": ("所有岗位在整期都有可用的B岗。", "Every post has a working B through the whole period."),
    "single_line": ("**{post}**：{spans} 没有可用的B岗（{names}）", "**{post}**: no working B {spans} ({names})"),
    "both": ("A、B同时不在", "A and B both away"),
    "both_line": ("**{post}**：{spans} A、B都不在 → 需指定他人", "**{post}**: A and B both away {spans} → name somebody else"),
    "no_table": ("这个中心没有按人定岗的窗口，不用AB岗表。", "This center has no posts held by name, so there is no AB table."),
    "nobody": ("未定", "not named"),
}
