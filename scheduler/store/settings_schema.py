"""Every key of center.toml, in one place: reader, checks and docs/data.md follow it."""

from dataclasses import dataclass
from typing import Any

from scheduler.domain.assessment import MEASURES

FILE = "center.toml"
CHANNELS = ("counter", "phone", "chat", "mail")


@dataclass(frozen=True, slots=True)
class Setting:
    """One key. ``path`` is dotted; ``*`` stands for any key, such as a queue's id.

    ``type`` is ``id``, ``ids``, ``title``, ``text``, ``yes_no``, ``int``, ``number``, ``numbers``,
    ``date``, ``moment``, ``number_by_id``, ``table`` (checked elsewhere) or a tuple of the values
    allowed.
    """

    path: str
    type: str | tuple[Any, ...]
    zh: str
    en: str
    required: bool = False
    ref: str | None = None
    low: float | None = None
    high: float | None = None


# fmt: off
# A table reads best with one entry a line.
SETTINGS = (
    Setting("id", "id", "中心编号", "Id of the center", True),
    Setting("name_zh", "title", "中文名称", "Name in Chinese", True),
    Setting("name_en", "title", "英文名称", "Name in English", True),
    Setting("timezone", "zone", "时区，默认 Asia/Shanghai", "Time zone, default Asia/Shanghai"),
    Setting("slot_minutes", (15, 30, 60), "业务量与需求的时段长度（分钟）", "Minutes of a slot of demand and need"),
    Setting("small", "yes_no", "小型大厅：主任可临柜", "Small site: its manager may hold a window (4-25)"),
    Setting("rosterers", "ids", "排班员：编制、修改、发布全部班表", "Who owns the roster: plans, edits and publishes all of it (1-01)", ref="people"),
    Setting("hr", "ids", "人事：请假条备案", "Who keeps the leave slips for the HR section (3-34)", ref="people"),
    Setting("ranks", "ids", "职级，由低到高", "Ranks, lowest first"),
    Setting("manager_ranks", "ids", "算作在场主任的职级", "Ranks that count as manager on site", ref="ranks"),
    Setting("leader_rank", "id", "可带班的最低职级", "Rank from which one may lead a shift", ref="ranks"),
    Setting("phone_minutes", "number", "窗口兼接电话的每通分钟数(未登记时长时)", "Minutes of a call at a window that was logged without a length (3-24)", low=0, high=480),
    Setting("case_minutes", "int", "每件未办结事项或投诉尚需的分钟数，默认20", "Minutes that an open case or complaint still takes (3-51, 2-08); default 20", low=1, high=480),
    Setting("off_line_at_once", "int", "同时离线人数上限，不写为不限", "At most so many people off the line at once; left out: no limit", low=1, high=9999),
    Setting("dual_capacity", "number", "一人兼两窗时两窗合计的办理能力（以一个窗口为1）", "What one person on two windows serves of both together, in full windows (3-12); default 1.2", low=1, high=2),
    Setting("public.phone", "title", "对外咨询电话", "Number for questions, shown on board and signs (4-13)"),
    Setting("public.complaints", "title", "投诉监督电话", "Number for complaints (4-13)"),
    Setting("public.process_zh", "text", "办事流程（中文）", "The way of an application, in Chinese (0-10)"),
    Setting("public.process_en", "text", "办事流程（英文）", "The way of an application, in English (0-10)"),
    Setting("training_lead", "id", "中心培训员", "The center's trainer, who oversees all trainings (3-55)", ref="people"),
    Setting("rules_only", "yes_no", "只启用下面列出的规则", "Only the rules listed below are on"),
    Setting("today", "moment", "样例数据的演示时刻", "Demonstration clock of sample data"),
    Setting("horizon.start", "date", "建议排班的第一天", "First day one would plan"),
    Setting("horizon.end", "date", "建议排班的最后一天（含）", "Last day, included"),
    Setting("rank_names.*.zh", "title", "职级的中文名称", "Name of a rank in Chinese"),
    Setting("rank_names.*.en", "title", "职级的英文名称", "Name of a rank in English"),
    Setting("duty.windows", "ids", "大厅值班的窗口顺序", "Windows in the order of hall duty (3-21)", ref="posts"),
    Setting("duty.anchor", "date", "第一个窗口值班的日期", "Date on which the first window has duty"),
    Setting("queues.*.name_zh", "title", "队列中文名称", "Name of a queue in Chinese", True),
    Setting("queues.*.name_en", "title", "队列英文名称", "Name of a queue in English", True),
    Setting("queues.*.channel", CHANNELS, "渠道", "Channel", True),
    Setting("queues.*.posts", "ids", "服务该队列的岗位", "Posts that serve it", True, ref="posts"),
    Setting("queues.*.target", "table", "服务目标，如 max_wait_s、answer_share 与 within_s、min_heads，lead_share 为值长带班时的折算人数，share_of 为及时率的分母（offered 全部、answered 已接通、lasting 除去及时限内挂断），concurrency 为一人同时接待的会话数，redial 为挂断者再次来电的比例（须有 patience_s；比例按呼叫次数计），redial_after_s 为平均多少秒后再来电（默认600），over 为及时率按什么合计兑现（interval 每个时段，day 全天，week 周一起的全周），floor 为 over 不是 interval 时每个时段仍须达到的及时率（默认为承诺的四分之三）", "Service target: max_wait_s, answer_share with within_s, min_heads, lead_share (what a leader counts as while leading), share_of (whom the share in time is counted of: offered, answered, lasting: without those who hang up within that time), concurrency (chats one person holds at once), redial (share of those who hang up who call again; needs patience_s, shares then count calls), redial_after_s (mean seconds until they do, default 600), over (what answer_share is kept over: interval, day, week from Monday on), floor (share that every interval still answers where over is day or week; three quarters of answer_share if left out) …"),
    Setting("queues.*.load", ("auto", "stationary", "lag", "carried", "forward"), "相邻时段如何衔接：auto按办理时长自动选择", "How its intervals hang together; auto chooses by the handling time"),
    Setting("queues.*.urgent_s", "int", "紧急件的响应时限（秒）", "Seconds within which something urgent is answered (2-09)", low=1, high=86400),
    Setting("queues.*.at_the_door", "int", "开门时已在等候的人数", "Customers waiting when doors open", low=0, high=10000),
    Setting("queues.*.reserve", "number", "处理可延后工作时须为现场业务留空的人数", "People kept free for live customers while work that may wait is done", low=0, high=1000),
    Setting("rules.*.on", "yes_no", "是否启用", "Whether the rule is on"),
    Setting("rules.*.level", ("HARD", "MUST", "SOFT"), "硬性、必须、尽量", "How strongly it binds"),
    Setting("rules.*.weight", "int", "权重", "Weight", low=0, high=10**6),
    Setting("rules.*.tier", "int", "层级，小者优先", "Tier, the lower first", low=0, high=9),
    Setting("rules.*.params", "table", "规则的参数，见规则说明", "Parameters of the rule"),
    Setting("assessment.grace", "int", "迟到、早退的宽限分钟", "Minutes that count as neither late nor early", low=0, high=120),
    Setting("assessment.stars", "int", "服务之星候选人数", "Names on the shortlist (0-28)", low=1, high=50),
    Setting("assessment.least_ratings", "int", "个人参评所需的最少评价数", "Ratings a person needs to be compared", low=1, high=10**6),
    Setting("assessment.complaints", "int", "当月投诉达到几件即提议专项检查", "Complaints of a month from which a special check is proposed (0-24)", low=1, high=10**6),
    Setting("assessment.complaints_per_1000", "number", "每千件投诉数达到多少即提议专项检查，0 为不看", "The same per 1,000 handled; 0: not looked at", low=0, high=1000),
    *(Setting(f"assessment.weights.{key}", "number", f"考核权重：{zh}", f"Weight in the assessment: {en} (3-71, 2-14)", low=0, high=100) for key, (zh, en) in MEASURES.items()),
    Setting("demand.source", ("simulated",), "历史业务量是模拟的", "The history in demand.csv is simulated"),
    Setting("demand.seed", "int", "模拟的随机种子", "Seed of the simulation", low=0),
    Setting("demand.first", "date", "模拟历史的第一天", "First day of the simulated history"),
    Setting("demand.last", "date", "模拟历史的最后一天（含）", "Last day of it, included"),
    Setting("demand.day_cv", "number", "日间变异系数", "Coefficient of variation of a day's factor", low=0, high=2),
    Setting("demand.monday", "number", "周一系数", "Factor on Mondays", low=0, high=100),
    Setting("demand.after_break", "numbers", "长假后第一、第二…个工作日的系数", "Factors on the first … working day after a long break", low=0, high=100),
    Setting("demand.before_break", "numbers", "长假前最后一个…工作日的系数", "Factors on the last … working day before one", low=0, high=100),
    Setting("demand.month_end", "number_by_id", "各队列月末三个工作日的系数", "By queue: factor on the last three working days of a month", ref="queues", low=0, high=100),
    Setting("demand.quarter_end", "number_by_id", "各队列季末五个工作日的系数", "By queue: factor on the last five of a quarter", ref="queues", low=0, high=100),
)
# fmt: on
