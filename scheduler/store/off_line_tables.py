"""The tables of what is done off the line: routines, work that may wait, tasks, and activities as placed."""

from scheduler.store.columns import DAY_KINDS, Table, needed, optional

# fmt: off
# A table reads best with one entry a line.
OFF_LINE_KINDS = {
    "meal": "用餐", "rest": "工间休息|休息", "protected": "保护时间", "call_back": "回访", "follow_up": "跟踪催办|催办", "filing": "归档",
    "coaching": "辅导", "training": "培训与考核", "management": "管理时间", "client_info": "客户信息维护", "mail": "邮件答复|邮件",
}
ACTIVITY_KINDS = {**OFF_LINE_KINDS, "task": "专项任务|任务", "relief": "替岗"}
PERS = {"stretch": "每段", "day": "每天", "week": "每周"}
OFF_LEVELS = {"MUST": "必须", "SOFT": "尽量"}
_NAMES = (needed("name_zh", "名称|中文名称", "title", "中文名称|Name in Chinese"), needed("name_en", "英文名称", "title", "英文名称|Name in English"))
_VALID = (
    optional("valid_from", "生效日期|起始日期", "date", "第一天，空为一直有效|First day, empty: since ever"),
    optional("valid_to", "失效日期|截止日期", "date", "最后一天（含），空为长期|Last day, included; empty: no end"),
)
_PERSON = needed("person", "人员|人员编号|工号", "id", "人员编号|Id of the person", ref="people")
_RECALL = optional("recall", "可召回", "yes_no", "1（默认）为在场可随时叫回：钥匙与AB余量仍算在内|1, the default: stays on site and can be called back; keys and the reserve still count on the person")
_WHO = (
    optional("people", "人员", "ids", "只对这些人，空为不限|Only for these people, empty: all", ref="people"),
    optional("ranks", "职级", "ids", "只对这些职级，空为不限|Only for these ranks, empty: all", ref="ranks"),
)
_CLOCKS = (
    optional("earliest", "最早", "clock", "不早于此时刻，自班次所属日期零点算起|No earlier than this, from midnight of the duty's day", high=2880),
    optional("latest", "最晚", "clock", "此时刻前结束|Ended by this time", high=2880),
)
_AT_ONCE = optional("at_once", "同时人数", "int", "同时最多几人，0 为不限|At most so many at once, 0: no limit", low=0, high=9999)
_MINUTES = needed("minutes", "分钟|时长", "int", "每次时长|Length of one block", unit="min", low=5, high=480)
ROUTINES = Table("routines", "离线安排", "What is done off the line again and again: breaks, meals, coaching, management time", (
    needed("id", "编号", "id", "编号|Id of the routine"), needed("kind", "类别", "choice", "类别|Kind", choices=OFF_LINE_KINDS), *_NAMES, _MINUTES,
    optional("times", "次数", "int", "每段、每天或每周几次|How often a stretch, day or week", low=1, high=50),
    optional("per", "周期", "choice", "每段连续在岗、每天或每周|For each stretch of work, day or week", choices=PERS), *_WHO,
    optional("shifts", "班次", "ids", "只在这些班次，空为不限|Only on these shifts, empty: all", ref="shifts"),
    optional("over", "连续分钟", "int", "连续在岗满多少分钟才安排|Due from so many minutes of work on", unit="min", low=0, high=1440),
    optional("after", "开头留空", "int", "在岗开始后多少分钟内不安排|Not in the first so many minutes", unit="min", low=0, high=1440),
    optional("before", "末尾留空", "int", "在岗结束前多少分钟内不安排|Not in the last so many minutes", unit="min", low=0, high=1440), *_CLOCKS,
    optional("gap", "间隔", "int", "与其他休息至少间隔多少分钟|Least minutes to other rest", unit="min", low=0, high=480),
    optional("level", "级别", "choice", "必须：人手不足也安排；尽量：不影响需求时安排|MUST: even where the need is then short; SOFT: only where it stays met", choices=OFF_LEVELS),
    _AT_ONCE, _RECALL, optional("with_rank", "辅导人职级", "id", "须有该职级及以上的人同时参加|Somebody of this rank or above takes part", ref="ranks"), *_VALID,
), ("id",))
BACKLOGS = Table("backlogs", "可延后工作", "Work that may wait: call-backs, follow-up, filing", (
    needed("id", "编号", "id", "编号|Id"), needed("kind", "类别", "choice", "类别|Kind", choices=OFF_LINE_KINDS), *_NAMES,
    needed("per_week", "每周件数", "int", "每周件数|Items a week", low=0, high=100000),
    needed("each", "每件分钟", "int", "每件所需分钟|Minutes an item takes", unit="min", low=1, high=480),
    optional("within", "办结天数", "int", "自次日起几个开放日内完成|Done by the end of so many days after it came in", unit="day", low=1, high=60),
    optional("block", "时段分钟", "int", "每个时段多长|Length of one block", unit="min", low=5, high=480),
    optional("queue", "队列", "id", "随哪个队列的业务量分布，空为均匀|Comes in like the arrivals of this queue, empty: evenly", ref="queues"), optional("days", "日类", "choice", "在哪些日子产生和处理|Days on which it comes in and is done", choices=DAY_KINDS), *_WHO, *_CLOCKS, _AT_ONCE, _RECALL,
), ("id",))
TASKS = Table("tasks", "专项任务", "Tasks with a time node that take people off the line", (
    needed("id", "编号", "id", "编号|Id of the task"), *_NAMES, needed("people", "人员", "ids", "由谁做，每人一个时段|Who does it, a block each", ref="people"), _MINUTES,
    needed("start", "开始|开始时间", "moment", "不早于|Not before"), needed("due", "截止|截止时间", "end", "须在此前完成；与开始相差正好为时长即为固定时段|Done by then; a window as long as the task is a fixed block"),
    optional("level", "级别", "choice", "必须或尽量|MUST or SOFT", choices=OFF_LEVELS), _RECALL,
), ("id",))
ACTIVITIES = Table("activities", "离线时段", "What plan places off the line, one row for each person a block concerns", (
    needed("date", "日期", "date", "班次所属日期|Day of the duty"), _PERSON, needed("kind", "类别", "choice", "类别|Kind", choices=ACTIVITY_KINDS),
    needed("start", "开始|开始时间", "moment", "开始时刻|Start, local"), needed("end", "结束|结束时间", "moment", "结束时刻|End, local"),
    optional("article", "依据", "text", "条款|Article it rests on"), needed("routine", "安排|编号", "id", "离线安排、可延后工作或任务的编号|Id of the routine, backlog or task"),
    optional("post", "岗位", "id", "替岗时所替的岗位|Post held meanwhile, of a relief", ref="posts"),
    optional("partner", "对方", "id", "辅导对方，或被替的人|Who takes part, or who is relieved", ref="people"),
), ("date", "person", "start", "kind", "routine", "post"), True)
OFF_LINE_TABLES = (ROUTINES, BACKLOGS, TASKS)
