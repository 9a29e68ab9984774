"""Words of the day view."""

DAY = {
    "view": ("视图", "View"),
    "month": ("整期", "Period"),
    "day": ("当日", "Day"),
    "date": ("日期", "Day"),
    "sections": ("科室", "Sections"),
    "post": ("在岗", "On post"),
    "back": ("本科室", "Back office"),
    "away": ("不在岗", "Away"),
    "what": ("安排", "What"),
    "article": ("依据", "Article"),
    "on_line": ("实际在线", "Left on the line"),
    "placing": (
        "正在排入用餐、休息和离线工作：看 {day}，已排 {done}/{days} 天",
        "Placing meals, breaks and work off the line: looking at {day}, {done} of {days} days done",
    ),
    "nothing": ("当天没有人在岗。", "Nobody is at work on this day."),
    "none": (
        "本中心没有离线安排。在中心文件夹中写入 routines.csv（用餐、休息、辅导…）、backlogs.csv（回访、归档…）或 tasks.csv 后即会排入。",
        "This center has nothing off the line. Put routines.csv (meals, breaks, coaching …), backlogs.csv (call-backs, filing …) or tasks.csv into its folder to have it placed.",
    ),
    "figures": (
        "离线 **{blocks}** 段 · 替岗 **{reliefs}** 段 · 低于需求 **{short}** 人分钟",
        "**{blocks}** block(s) off the line · **{reliefs}** relief(s) · **{short}** head-minutes below the need",
    ),
    "left": ("未能安排的", "What has no place"),
    "all_placed": ("该排的都排上了。", "Everything due has its place."),
    "move": ("移动一段", "Move a block"),
    "block": ("哪一段", "Which block"),
    "to": ("改到", "To"),
    "fine": ("可以移动，不产生新问题。", "It can be moved; nothing new is wrong."),
    "wrong": ("移动后会出现：", "Moving it would bring:"),
    "refused": ("不能移动：", "It cannot be moved:"),
    "do": ("移动", "Move"),
    "back_again": ("撤销移动（{count}）", "Take moves back ({count})"),
    "moved": ("已移动，并已重新检查。", "Moved and checked anew."),
    "lost": (
        "有 {count} 处手工移动在新班表上不再适用，已略过。",
        "{count} move(s) by hand no longer fit this roster and were left out.",
    ),
    "download": ("下载 activities.csv", "Download activities.csv"),
}
