"""Columns of the log of covers that ``paiban cover --log`` keeps."""

from scheduler.domain.center import SOURCES
from scheduler.store.columns import Column, Table

_SOURCES = {"A": "A岗", "B": "B岗", "C": "C岗", "section": "本科室", "pool": "综合岗", "manager": "主任"}
assert tuple(_SOURCES) == SOURCES
_CAUSES = {"absent": "缺岗|未到岗", "left_post": "脱岗|擅自离岗"}

COVER_LOG = Table(
    "cover_log",
    "顶岗记录",
    "Covers of sudden absences",
    (
        Column("date", "日期", "date", "日期", "Day of the cover", required=True),
        Column("missing", "缺岗人", "id", "缺岗人员编号", "Id of who is missing", required=True, ref="people"),
        Column("post", "岗位|窗口", "id", "岗位编号", "Post", required=True, ref="posts"),
        Column(
            "stand_in",
            "顶岗人",
            "id",
            "顶岗人员编号，空为无人顶岗(空岗)",
            "Id of the stand-in, empty: nobody, the post was empty",
            ref="people",
        ),
        Column("source", "身份", "choice", "以何身份顶岗", "As what the stand-in came", choices=_SOURCES),
        Column("start", "开始", "moment", "顶岗开始时刻", "From", required=True),
        Column("until", "应止", "end", "排班到何时", "End as rostered", required=True),
        Column("ended", "实止", "end", "返岗时刻，空为尚未返岗", "When the missing person was back, empty: not yet"),
        Column("dual", "兼岗", "yes_no", "是否同时保留本岗", "Whether the own post was kept too"),
        Column("own_post", "本岗", "id", "顶岗人自己的岗位", "Post of the stand-in's own", ref="posts"),
        Column("without", "无权办理", "ids", "无权办理的事项，只收件或预约", "Items outside the stand-in's authority"),
        Column("shift", "班次", "id", "所属班次", "Shift it belongs to", ref="shifts"),
        Column("called_in", "召回", "yes_no", "是否从休息中召回", "Whether the stand-in was called in from rest"),
        Column(
            "cause",
            "原因",
            "choice",
            "缺岗，或擅自离岗(脱岗)",
            "Missing, or left the post without leave",
            choices=_CAUSES,
        ),
        Column("by", "安排人", "name", "由谁安排", "Who arranged it"),
        Column("handed_at", "交还时刻", "moment", "交还时刻", "When it was handed back"),
        Column("done", "已办结", "text", "已办结", "Work done meanwhile"),
        Column("pending", "待办件", "text", "待办件", "Open cases"),
        Column(
            "returned",
            "已交还",
            "ids",
            "已交还的印章、钥匙，如 seal:PROC、cashier",
            "Seals and keys returned, such as seal:PROC, cashier",
        ),
        Column("kept", "未交还", "ids", "尚未交还的印章、钥匙", "Seals and keys not returned yet"),
    ),
)
