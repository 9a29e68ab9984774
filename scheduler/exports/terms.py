"""Words of the exported files, Chinese and English."""

TERMS = {
    "absence": ("假", "L"),
    "amount": ("数量", "Amount"),
    "article": ("条款", "Article"),
    "back": ("科室", "Own desk"),
    "center": ("中心", "Center"),
    "color": ("颜色", "Color"),
    "cover": ("由 B 岗、C 岗或支援人员顶岗", "held by a B, a C or a helper from the pool"),
    "date": ("日期", "Date"),
    "days": ("出勤天数", "Days"),
    "dual": ("兼", "+"),
    "dual_long": ("一人同时在两个岗位", "one person on two posts at once"),
    "dual_role": ("兼岗", "dual"),
    "duty": ("·值", "·duty"),
    "duty_long": ("大厅值班", "hall duty"),
    "empty": ("空缺", "EMPTY"),
    "end": ("结束", "End"),
    "hours": ("工时", "Hours"),
    "leader_long": ("带班", "leads the shift"),
    "leave_long": ("不在岗（请假，不写原因）", "away on leave (reasons are not shown)"),
    "level": ("级别", "Level"),
    "mark": ("标记", "Mark"),
    "meaning": ("含义", "Meaning"),
    "meeting": ("会", "M"),
    "meeting_long": ("会议", "meeting"),
    "missing": ("缺{heads}人", "{heads} short"),
    "name": ("姓名", "Name"),
    "nights": ("夜班", "Nights"),
    "no_breach": ("未发现问题", "No breach found"),
    "period": ("期间", "Period"),
    "person": ("人员", "Person"),
    "pool": ("支", "P"),
    "pool_long": ("支援", "helper from the pool"),
    "post": ("岗位", "Post"),
    "present": ("出勤人数", "At work"),
    "role_A": ("A岗", "A"),
    "role_B": ("B岗", "B"),
    "role_C": ("C岗", "C"),
    "role_duty": ("大厅值班", "hall duty"),
    "role_leader": ("带班", "lead"),
    "role_pool": ("当班", "on shift"),
    "role_standby": ("备班", "standby"),
    "role_training": ("培训", "training"),
    "rule": ("规则", "Rule"),
    "section": ("科室", "Section"),
    "sheet_breaches": ("问题", "Breaches"),
    "sheet_notes": ("说明", "Notes"),
    "sheet_posts": ("窗口表", "By post"),
    "sheet_roster": ("排班表", "Roster"),
    "shift": ("班次", "Shift"),
    "standby": ("备", "Sb"),
    "start": ("开始", "Start"),
    "text": ("说明", "Text"),
    "text_other": ("英文说明", "Text in Chinese"),
    "title": ("名称", "Name"),
    "time": ("时间", "Time"),
    "training": ("训", "Tr"),
    "trip": ("差", "T"),
    "trip_long": ("出差", "business trip"),
}

WEEKDAYS = (("一", "Mon"), ("二", "Tue"), ("三", "Wed"), ("四", "Thu"), ("五", "Fri"), ("六", "Sat"), ("日", "Sun"))


def term(key: str, lang: str) -> str:
    """A word in ``zh`` or ``en``."""
    return TERMS[key][0 if lang == "zh" else 1]


def weekday(number: int, lang: str) -> str:
    """Name of a weekday, Monday is 0."""
    return WEEKDAYS[number][0 if lang == "zh" else 1]
