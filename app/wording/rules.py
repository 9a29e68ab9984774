"""Words of the Rules page."""

RULES = {
    "intro": (
        "每条规则注明所依据的条款。级别：硬性（法规，不放松）、必须（按层次优先满足）、尽量（按权重取舍）。保存只影响本次会话打开的这个中心；发布时一并存档。",
        "Every rule names its article. Levels: hard (law, never relaxed), must (kept tier by tier), soft (weighed). Saving changes this center in your session only; publishing stores it too.",
    ),
    "says": ("违反时提示：", "When broken it says:"),
    "any_person": ("人员", "person"),
    "any_post": ("岗位", "post"),
    "any_day": ("日期", "day"),
    "any_time": ("时间", "time"),
    "any_shift": ("班次", "shift"),
    "any_amount": ("数量", "amount"),
    "search": ("查找规则", "Find a rule"),
    "level": ("级别", "Level"),
    "weight": ("权重", "Weight"),
    "on": ("启用", "On"),
    "article": ("条款 {article}", "Article {article}"),
    "save": ("保存", "Save"),
    "saved": ("已保存：{rule}。已按新设定重新校验现班表。", "Saved: {rule}. The roster has been checked again."),
    "reset": ("恢复本中心原设定", "Back to the center's own settings"),
    "changed": ("本次会话改动 {count} 条", "{count} rule(s) changed in this session"),
    "bad": ("不能这样设定：{error}", "This setting is not possible: {error}"),
    "now": ("现班表：{count} 处", "roster now: {count}"),
    "off": ("未启用", "off"),
    "no_params": ("没有参数。", "No parameters."),
    "default": ("默认 {value}", "default {value}"),
}
