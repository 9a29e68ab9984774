"""Every table of a center folder, in one place: readers, writers and docs/data.md follow it."""

from collections.abc import Mapping

from scheduler.store.actuals import FOLDER as ACTUALS
from scheduler.store.actuals import TABLES as ACTUAL_TABLES
from scheduler.store.columns import DAY_KINDS, Column, Table
from scheduler.store.columns import needed as _must
from scheduler.store.columns import optional as _c
from scheduler.store.cover_schema import COVER_LOG
from scheduler.store.off_line_tables import ACTIVITIES, OFF_LINE_TABLES
from scheduler.store.settings_schema import FILE, SETTINGS, Setting

# fmt: off
# A table reads best with one entry a line.
ROTAS = {"office": "行政班|常日班", "rostered": "轮班|倒班", "approver": "仅审批"}
EMPLOYMENTS = {"civil": "公务员|参公|在编", "public": "事业编", "contract": "合同制|编外", "agency": "派遣|外包"}
SCHEMES = {"standard": "标准工时", "comprehensive": "综合工时|综合计算工时", "flexible": "不定时"}
STANDINGS = {"trainee": "见习|试用", "off_post_training": "下岗培训|离岗培训", "moved": "调离"}
POST_KINDS = {"specialist": "专业窗口|专业", "comprehensive": "综合窗口|综合", "guide": "导办", "tidal": "潮汐窗口|潮汐", "phone": "电话", "chat": "在线"}
AB_ROLES = {"A": "A岗", "B": "B岗", "C": "C岗"}
MODES = {"dual": "兼岗", "move": "调岗|到岗"}
CUSTODIES = {"seal": "印章", "door": "大门钥匙", "cashier": "财务室钥匙", "asset": "固定资产"}
CUSTODY_DUTIES = {"primary": "专人|主", "deputy": "副手|副", "designated": "指定"}
LEAVE_KINDS = {
    "personal": "事假", "sick": "病假", "annual": "年休假|年假", "family_visit": "探亲假", "marriage": "婚假", "maternity": "产假",
    "paternity": "陪产假|护理假", "bereavement": "丧假", "child_care": "育儿假", "official_trip": "公出", "business_trip": "出差",
    "meeting": "会议", "training": "培训", "toil": "调休|补休", "emergency": "急病住院",
}
LEAVE_STATUS = {"requested": "待批|申请", "approved": "已批|批准|同意", "refused": "不批|拒绝|驳回", "cancelled": "撤销|取消"}
EVENT_KINDS = {"training": "培训", "meeting": "会议", "inspection": "检查", "visit": "参观|来访", "storm": "灾害天气|抢修"}
EVENT_MODES = {"in_person": "现场|线下", "online": "线上|在线"}
ROOM_KINDS = {"own": "本中心", "company": "公司|公司会议室"}
OVERRIDES = {"open": "开放|开门", "closed": "闭馆|关闭|不开放"}
MEANWHILE = {"accept": "只收件|收件", "book": "预约|预约办理"}
ROLES = {"A": "A岗", "B": "B岗", "C": "C岗"}
MODES = {"dual": "兼岗", "move": "调岗|到岗"}
CUSTODIES = {"seal": "印章", "door": "大门钥匙", "cashier": "财务室钥匙", "asset": "固定资产"}
CUSTODY_DUTIES = {"primary": "专人|主", "deputy": "副手|副", "designated": "指定"}
LEAVE_KINDS = {
    "personal": "事假", "sick": "病假", "annual": "年休假|年假", "family_visit": "探亲假", "marriage": "婚假", "maternity": "产假",
    "paternity": "陪产假|护理假", "bereavement": "丧假", "child_care": "育儿假", "official_trip": "公出", "business_trip": "出差",
    "meeting": "会议", "training": "培训", "toil": "调休|补休", "emergency": "急病住院",
}
LEAVE_STATUS = {"requested": "待批|申请", "approved": "已批|批准|同意", "refused": "不批|拒绝|驳回", "cancelled": "撤销|取消"}
EVENT_KINDS = {"training": "培训", "meeting": "会议", "inspection": "检查", "visit": "参观|来访", "storm": "灾害天气|抢修"}
EVENT_MODES = {"in_person": "现场|线下", "online": "线上|在线"}
ROOM_KINDS = {"own": "本中心", "company": "公司|公司会议室"}
OVERRIDES = {"open": "开放|开门", "closed": "闭馆|关闭|不开放"}
MEANWHILE = {"accept": "只收件|收件", "book": "预约|预约办理"}
OFF_LINE_KINDS = {
    "meal": "用餐", "rest": "工间休息|休息", "protected": "保护时间", "call_back": "回访", "follow_up": "跟踪催办|催办", "filing": "归档",
    "coaching": "辅导", "training": "培训与考核", "management": "管理时间", "client_info": "客户信息维护",
}
ACTIVITY_KINDS = {**OFF_LINE_KINDS, "task": "专项任务|任务", "relief": "替岗"}
PERS = {"stretch": "每段", "day": "每天", "week": "每周"}
OFF_LEVELS = {"MUST": "必须", "SOFT": "尽量"}
ROLES = {"A": "A岗", "B": "B岗", "C": "C岗", "pool": "在岗", "leader": "带班", "duty": "值班", "training": "培训", "standby": "备班"}


_NAMES = (
    _must("name_zh", "名称|中文名称", "title", "中文名称|Name in Chinese"),
    _must("name_en", "英文名称", "title", "英文名称|Name in English"),
)
_VALID = (
    _c("valid_from", "生效日期|起始日期", "date", "第一天，空为一直有效|First day, empty: since ever"),
    _c("valid_to", "失效日期|截止日期", "date", "最后一天（含），空为长期|Last day, included; empty: no end"),
)
_PERSON = _must("person", "人员|人员编号|工号", "id", "人员编号|Id of the person", ref="people")
_POST = _must("post", "岗位|岗位编号|窗口", "id", "岗位编号|Id of the post", ref="posts")
_SHIFT = _must("shift", "班次", "id", "班次代码|Code of the shift", ref="shifts")
_DATE = _must("date", "日期", "date", "日期|Date")
_DAYS = _c("days", "日类", "choice", "适用于哪些日子|Which days the line is for", choices=DAY_KINDS)
_NOTE = _c("note", "备注|说明", "text", "备注，不写病情等隐私|Note; no medical or private reasons")

PEOPLE = Table("people", "人员", "People, those who only approve included", (
    _must("id", "编号|工号|人员编号", "id", "人员编号|Id of the person"),
    _must("name_zh", "姓名|中文姓名", "name", "姓名|Name in Chinese"),
    _must("name_en", "英文姓名|英文名", "name", "拼音或英文姓名|Name in English"),
    _must("section", "科室|科室编号|班组科室", "id", "所属科室|Home section", ref="sections"),
    _must("rank", "职级|职务", "id", "职级，见 center.toml 的 ranks|One of the ranks of center.toml", ref="ranks"),
    _c("rota", "排班方式", "choice", "行政班全天在岗；轮班由系统排；仅审批不上班表|How the person is rostered", choices=ROTAS),
    _c("shift", "行政班次", "id", "行政班人员的班次|Shift of office staff", ref="shifts"),
    _c("employment", "用工性质|编制", "choice", "用工性质|Kind of employment", choices=EMPLOYMENTS),
    _c("hours_scheme", "工时制度|工时制", "choice", "工时制度|Hours scheme", choices=SCHEMES),
    _c("backbone", "业务骨干|骨干", "yes_no", "是否业务骨干|Whether skilled backbone (4-27)"),
    _c("crew", "班组", "id", "轮班的班组|Crew of rostered people"),
    _c("protected_from", "保护期起", "date", "不排夜班、不加班的第一天，不写原因|First day without nights and overtime; no reason is kept"),
    _c("protected_until", "保护期止", "date", "保护期最后一天（含）|Last such day, included"),
    _c("service_years", "本单位年限|工龄", "number", "在本单位工作年限|Years with this unit", unit="year", low=0, high=80),
    _c("total_service_years", "累计工作年限|总工龄", "number", "累计工作年限，决定年休假天数|Years of work in all: sets annual leave", unit="year", low=0, high=80),
), ("id",), True)
SKILLS = Table("skills", "技能", "What each person masters", (
    _PERSON,
    _must("item", "技能|业务事项|业务", "id", "技能（业务）名称|The skill or business item"),
    _c("level", "等级|水平", "int", "2 可独立上岗，1 只能协助|2 may hold a post alone, 1 only helps", low=0, high=9), *_VALID,
), ("person", "item", "valid_from"))
STANDING = Table("standings", "不计岗期间", "Periods in which a person does not count on posts", (
    _PERSON, _must("kind", "类别|类型", "choice", "为何不计岗|Why", choices=STANDINGS),
    _must("start", "起始日期|开始日期", "date", "第一天|First day"), _must("end", "截止日期|结束日期", "date", "最后一天（含）|Last day, included"),
))
ACTING = Table("acting", "代理职级", "Who acts in a higher rank for a time", (
    _PERSON, _must("rank", "代理职级|职级", "id", "代理的职级，如值长|The higher rank", ref="ranks"),
    _must("valid_from", "生效日期|起始日期", "date", "第一天|First day"), _must("valid_to", "失效日期|截止日期", "date", "最后一天（含）|Last day, included"),
), ("person", "rank", "valid_from"))
SECTIONS = Table("sections", "科室", "Sections, their heads and leaders", (
    _must("id", "编号|科室编号", "id", "科室编号|Id of the section"), *_NAMES,
    _c("head", "科室负责人|科长", "id", "负责人的人员编号|Who approves first", ref="people"),
    _c("leader", "分管领导", "id", "分管领导的人员编号|Leader in charge", ref="people"),
    _c("site", "大厅|场所", "id", "所在大厅，一个中心有多个大厅时填写|The hall it is in, where one center has several (4-10)"),
), ("id",), True)
POSTS = Table("posts", "岗位", "Posts: windows, counters, phone pools", (
    _must("id", "编号|岗位编号|窗口", "id", "岗位编号|Id of the post"), *_NAMES,
    _must("section", "科室|科室编号", "id", "所属科室|Section whose people hold it", ref="sections"),
    _c("kind", "类别|岗位类别", "choice", "岗位类别|Kind of post", choices=POST_KINDS),
    _c("number", "窗口号|序号", "int", "窗口号，决定值班顺序|Window number, order of the hall duty", low=0, high=9999),
    _c("heads", "人数", "int", "须在岗人数，0 为按班次与需求配人|Heads for presence; 0: staffed by covers and need", low=0, high=999),
    _c("skill", "所需技能|技能", "id", "上岗须掌握的技能|Skill its holder must master", ref="skills"),
    _c("queue", "队列|业务队列", "id", "服务的队列|Queue it serves", ref="queues"),
    _c("seal", "印章", "id", "办结所需印章|Seal without which work cannot be finished"),
    _c("cashier", "财务室|收费", "yes_no", "是否需财务室钥匙|Whether it needs the cashier key"),
    _c("priority", "优先级", "int", "空岗时的权重，大者先保|Weight of an uncovered minute", low=1, high=1000),
), ("id",), True)
ITEMS = Table("items", "事项", "Service items of the posts", (
    _POST, _must("id", "编号|事项编号|事项", "id", "事项编号|Id of the item"), *_NAMES,
    _c("must", "必须办理", "yes_no", "开窗即须办理；否则可缓办|Has to be offered whenever the post is open; else it is deferrable"),
    _c("meanwhile", "暂不能办时", "choice", "暂不能办结时：只收件，或预约|While it cannot be finished: accept the papers, or book a date", choices=MEANWHILE),
    _c("promise_days", "承诺工作日|办结时限", "int", "承诺办结的工作日数，空为无承诺|Workdays within which it is promised to be finished (4-12), empty: none", low=0, high=999),
    _c("signatories", "签字人", "ids", "其中一人须签字，分号隔开，空为不需签字|People one of whom has to sign it (0-13), empty: no signature", ref="people"),
), ("post", "id"))
AB = Table("ab", "AB岗", "The AB table: who holds and who backs up each post", (
    _POST, _must("role", "角色|岗别|AB岗", "choice", "A、B 或 C 岗|A, B or C", choices=AB_ROLES), _PERSON,
    _c("order", "顺序", "int", "同岗别的先后|Order among backups", low=1, high=99),
    _c("mode", "顶岗方式", "choice", "兼岗：同时守本窗口；调岗：过来顶岗|dual keeps the own window too, move comes over", choices=MODES), *_VALID,
    _c("without", "无权事项|授权除外", "ids", "无权办理的事项，分号隔开|Items outside the authority (3-13)", ref="items"),
), ("post", "person", "role", "valid_from"))
CUSTODY = Table("custody", "保管", "Who keeps seals and keys", (
    _must("kind", "类别|类型", "choice", "保管什么|What kind of thing", choices=CUSTODIES),
    _must("thing", "名称|物品|编号", "id", "印章名称，或 door、cashier、asset|Which seal, or door, cashier, asset"), _PERSON,
    _c("duty", "职责", "choice", "专人、副手或临时指定|Primary, deputy, or designated (3-29)", choices=CUSTODY_DUTIES), *_VALID,
))
INCOMPATIBLE = Table("incompatible", "不相容岗位", "Pairs of posts that one person must not hold on the same day", (
    _must("post_a", "岗位甲|岗位一", "id", "其中一岗|One of the posts", ref="posts"), _must("post_b", "岗位乙|岗位二", "id", "另一岗|The other", ref="posts"), _NOTE,
), ("post_a", "post_b"))
SHIFTS = Table("shifts", "班次", "Shift types", (
    _must("code", "代码|班次代码|班次", "id", "班次代码|Code"), *_NAMES,
    _must("parts", "时段|上班时段", "parts", "各段起止，跨午夜写到 24:00 之后|Spans of work; over midnight beyond 24:00"),
    _c("paid_minutes", "计薪分钟|工时分钟", "int", "计入工时的分钟，空为各段之和|Minutes that count as worked, empty: sum of the spans", unit="min", low=0, high=2880),
    _c("pool", "话务组|岗位池", "id", "当班即在哪个岗位|Post whose heads the shift's people are", ref="posts"),
    _c("letter_zh", "简称", "name", "表格中的一两个字|One or two characters for the grid"),
), ("code",), True)
SESSIONS = Table("sessions", "开放时段", "Opening hours", (
    _must("id", "编号|时段", "id", "时段编号|Id of the session"),
    _must("start", "开始|开始时间", "clock", "开门|Opening", high=1440), _must("end", "结束|结束时间", "clock", "关门，可为 24:00|Closing, may be 24:00", high=1440),
    _DAYS, _c("posts", "岗位", "ids", "哪些岗位，空为全部|Which posts, empty: all", ref="posts"),
    _c("min_open", "最少开窗", "int", "公布的最少开窗数，0 为未公布|Advertised number of open windows, 0: none is", low=0, high=9999), *_VALID,
), (), True)
COVERS = Table("covers", "班次人数", "Heads each shift must have", (
    _SHIFT, _must("heads", "人数", "int", "至少人数|At least so many", low=0, high=9999), _DAYS,
    _c("rank", "职级", "id", "其中须有该职级及以上|Of this rank or above", ref="ranks"),
    _c("skill", "技能", "id", "其中须掌握该技能|Masters of this skill", ref="skills"),
))
EXTRA_COVERS = Table("extra_covers", "加派", "Heads added on single days", (
    _DATE, _SHIFT, _must("heads_added", "增加人数", "int", "比平日多几人|Heads above the usual", low=-9999, high=9999),
), ("date", "shift"))
LEAVE_TABLE = Table("leave", "请假", "Leave, trips and other absences with their state", (
    _must("id", "编号|单号", "id", "单号|Id of the request"), _PERSON,
    _must("start", "开始|开始时间|起", "moment", "离岗时刻|First moment away"), _must("end", "结束|结束时间|止", "end", "返岗时刻，全天写到 T24:00|First moment back, a whole day ends at T24:00"),
    _must("kind", "类别|假别|类型", "choice", "假别|Type", choices=LEAVE_KINDS), _must("status", "状态", "choice", "状态|State", choices=LEAVE_STATUS), _NOTE,
), ("id",))
EVENTS = Table("events", "活动", "Trainings, meetings and other events", (
    _must("id", "编号", "id", "编号|Id of the event"), _must("kind", "类别|类型", "choice", "类别|Kind", choices=EVENT_KINDS),
    _must("start", "开始|开始时间", "moment", "开始|Start"), _must("end", "结束|结束时间", "end", "结束|End"),
    _c("people", "人员|参加人员", "ids", "已定的参加人员|People who take part, if fixed", ref="people"),
    _c("count", "人数", "int", "参加人数；来访为接待人数|How many take part; of a visit: how many receive it", low=0, high=99999), _NOTE,
    _c("within", "前后几日", "int", "前后几日之内也可举行|Days before and after that will do as well", unit="day", low=0, high=60),
    _c("trainers", "培训员|培训老师", "ids", "内部培训员，须为负责人或骨干，空为外部老师|In-house trainers: heads or senior people; empty: from outside (0-17, 1-14)", ref="people"),
    _c("room", "场地|会议室", "id", "指定场地，空为自动选择|The room wanted, empty: whichever suits", ref="rooms"),
    _c("mode", "方式", "choice", "现场或线上，线上不占场地|In a room or online", choices=EVENT_MODES),
    _c("general", "综合性", "yes_no", "1 为综合性培训，转综合办安排公司会议室|1: across specialisms, to a company room (3-57)"),
    _c("specialism", "专业", "id", "培训的专业，与场地专业对应|What a training is about, as rooms name it (3-54)"),
    _c("go_live", "上线日期", "date", "新系统上线日，培训须在此前结束|The training ends before this day (0-16)"),
    _c("consent", "同意人|批准人", "id", "同意场地另作他用的分管领导|Leader who allows another use of a room (3-58)", ref="people"),
), ("id",))
ROOMS = Table("rooms", "场地", "Rooms for trainings and meetings; without this file a room of 9 and the company's", (
    _must("id", "编号", "id", "场地编号|Id of the room"), *_NAMES,
    _must("seats", "座位数|人数", "int", "可容纳参加人数，不含培训员|Attendees it takes, the trainer not counted (3-56)", low=1, high=9999),
    _c("kind", "类别", "choice", "本中心的，或由综合办安排的公司会议室|The center's own, or the company's", choices=ROOM_KINDS),
    _c("specialism", "专业", "ids", "用于哪些专业的培训，空为不限|Trainings it is meant for, empty: any (3-54)"),
    _c("keeper", "培训员|管理员", "id", "日常管理的班组培训员|Team trainer who looks after it (3-55)", ref="people"),
), ("id",))
ROOM_CLOSURES = Table("room_closures", "场地停用", "Days on which a room is out of service", (
    _must("room", "场地|编号", "id", "场地编号|Id of the room", ref="rooms"),
    _must("start", "起始日期|开始日期", "date", "第一天|First day"), _must("end", "截止日期|结束日期", "date", "最后一天（含）|Last day, included"), _NOTE,
))
WISHES = Table("wishes", "意愿", "Wishes for shifts and days off", (
    _PERSON, _DATE, _c("shift", "班次", "id", "想上的班次，空为休息|The shift wished for, empty: a day off", ref="shifts"),
    _c("weight", "权重", "int", "分量|Weight", low=1, high=100), _c("avoid", "避开", "yes_no", "1 为不想上该班|1: would rather not work it"),
), ("person", "date", "shift"))
CALENDAR = Table("calendar", "日历调整", "The center's own closings and openings", (
    _DATE, _must("kind", "类别|类型", "choice", "开放或闭馆|Open or closed", choices=OVERRIDES), _c("name", "名称|原因", "title", "名称|Name or reason"),
), ("date",))
TRAFFIC = Table("traffic", "典型流量", "A typical week: from it the sample history is simulated", (
    _must("queue", "队列", "id", "队列|Queue", ref="queues"), _DAYS, _must("start", "开始|时刻", "clock", "时段开始|Start of the slot", high=1439),
    _must("mean", "平均量", "number", "每时段平均到达|Mean arrivals in the slot", low=0), _must("aht_s", "平均处理时长|时长", "number", "平均处理时长|Mean handling time", unit="s", low=1),
), ("queue", "days", "start"))
DEMAND = Table("demand", "历史业务量", "Arrivals by queue and slot", (
    _must("queue", "队列", "id", "队列|Queue", ref="queues"), _must("start", "时刻|开始|开始时间", "moment", "时段开始|Start of the slot"),
    _must("arrivals", "到达量|业务量|话务量", "int", "到达数量|Customers or calls offered", low=0, high=10**6),
    _c("aht_s", "平均处理时长|时长", "number", "平均处理时长，空为未知|Mean handling time, empty: unknown", unit="s", low=0, high=10**6),
    _c("source", "来源", "id", "来源，样例数据为 simulated|Where it is from; simulated in the samples"),
), ("queue", "start"))
DEMAND_TYPES = Table("demand_types", "分类业务量", "Arrivals by type of contact: where given, they make up the queue's demand", (
    _must("queue", "队列", "id", "队列|Queue", ref="queues"), _must("start", "时刻|开始|开始时间", "moment", "时段开始|Start of the slot"),
    _must("type", "来电类型|类别", "id", "咨询、投诉、进度查询等|Enquiry, complaint, progress query …"),
    _must("arrivals", "到达量|业务量|话务量", "int", "到达数量|Contacts of this type", low=0, high=10**6),
    _c("aht_s", "平均处理时长|时长", "number", "该类平均处理时长，空为未知|Mean handling time of the type, empty: unknown", unit="s", low=0, high=10**6),
), ("queue", "start", "type"))
LEDGER = Table("ledger", "累计台账", "Carried-over counts from earlier rosters", (
    _PERSON, _must("kind", "类别|项目", "id", "nights、weekends、holidays、duty、cover|nights, weekends, holidays, duty, cover"),
    _must("value", "数值|值", "number", "比应担份额多几次，可为负|How far above the own fair share, may be negative"),
), ("person", "kind"))
_ROSTER_COLUMNS = (
    _must("date", "日期", "date", "班次所属日期|Day the duty belongs to"), _PERSON, _SHIFT,
    _must("start", "开始|开始时间", "moment", "开始时刻（当地）|Start, local"), _must("end", "结束|结束时间", "moment", "结束时刻（当地）|End, local"),
    _must("post", "岗位|窗口", "id", "岗位，back 为本科室|Post; back: own desk in the section", ref="posts_or_back"),
    _must("role", "角色", "choice", "以何身份在岗|In which role", choices=ROLES), _c("locked", "锁定", "yes_no", "1 为不得改动|1: must not be changed"),
)
ROSTER_PAST = Table("roster_past", "以往班表", "Duties before the horizon: runs, rests and hours are read there", _ROSTER_COLUMNS, ("date", "person", "start", "post", "role"))
ROSTER = Table("roster", "班表", "A roster", _ROSTER_COLUMNS, ("date", "person", "start", "post", "role"), True)

TABLES = (
    PEOPLE, SKILLS, STANDING, ACTING, SECTIONS, POSTS, ITEMS, AB, CUSTODY, INCOMPATIBLE, SHIFTS, SESSIONS, COVERS, EXTRA_COVERS,
    LEAVE_TABLE, EVENTS, ROOMS, ROOM_CLOSURES, WISHES, CALENDAR, TRAFFIC, DEMAND, DEMAND_TYPES, LEDGER, *OFF_LINE_TABLES, ROSTER_PAST,
)
"""The tables of a center folder in the order people set one up."""

TABLE: Mapping[str, Table] = {table.name: table for table in TABLES}


def data_document() -> str:
    """``docs/data.md``: the files of a center folder, every table with its columns, roster.csv, activities.csv and the log of covers."""
    lines = [
        "<!-- written by `make docs`; a test keeps it in step -->", "", "# 数据文件 · Data files", "",
        f"A center is a folder: `{FILE}` and one CSV file a table. Headers may be Chinese or English, columns in any order; files may",
        "be UTF-8 (with or without a byte order mark), UTF-16 with one, or GB18030. Empty optional cells take the default; tables that are",
        "not required may be left out. Every fault of a folder is reported at once. Scenario files lie in `scenarios/`, what really happened in",
        f"`{ACTUALS}/` together with `{ACTUALS}/roster.csv`, the rosters as they were published (columns of roster.csv).", "",
        f"中心即一个文件夹：`{FILE}` 加若干 CSV 表。列名可用中文或英文，顺序不限。日期写作 2026-10-01，时刻写作 2026-10-01T08:30；",
        "区间含开始、不含结束，全天请假写到当天 T24:00。多个编号用分号隔开。",
        "", f"## {FILE}", "", "| key | 说明 | meaning | type | required |", "|---|---|---|---|---|",
    ]
    lines += [f"| `{s.path}` | {s.zh} | {s.en} | {_setting_type(s)} | {'yes' if s.required else ''} |" for s in SETTINGS]
    for table in (*TABLES, ROSTER, ACTIVITIES, COVER_LOG, *ACTUAL_TABLES):
        name = f"{ACTUALS}/{table.file}" if table in ACTUAL_TABLES else table.file
        lines += ["", f"## {name}", "", f"{table.zh} · {table.en}{'. Required.' if table.required else '.'}", ""]
        if table.key:
            lines += [f"No two rows with the same {', '.join(table.key)}.", ""]
        lines += ["| column | 列名 | 说明 | meaning | type | required |", "|---|---|---|---|---|---|"]
        lines += [
            f"| `{c.name}` | {'、'.join(c.zh.split('|'))} | {c.meaning_zh} | {c.meaning_en} | {_column_type(c)} | {'yes' if c.required else ''} |"
            for c in table.columns
        ]
    return "\n".join(lines) + "\n"


def _column_type(column: Column) -> str:
    if column.choices is not None:
        return "; ".join(f"`{code}` {words.split('|')[0]}" for code, words in column.choices.items())
    more = [f"of {column.ref}"] if column.ref else []
    if column.type in ("int", "number") and column.low is not None:
        more.append(f"{column.low:g} to {column.high:g}" if column.high is not None else f"from {column.low:g}")
    return " ".join([column.type, *([f"({column.unit})"] if column.unit else []), *more])


def _setting_type(setting: Setting) -> str:
    if isinstance(setting.type, tuple):
        return ", ".join(f"`{value}`" for value in setting.type)
    more = [f"of {setting.ref}"] if setting.ref else []
    if setting.low is not None and setting.high is not None:
        more.append(f"{setting.low:g} to {setting.high:g}")
    return " ".join([setting.type, *more])
