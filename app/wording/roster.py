"""Words of the Roster page and of lists of breaches."""

BREACH = {
    "none": ("没有硬性和必须规则的问题。", "No hard or must rule is broken."),
    "more": ("另外 {count} 处", "{count} more"),
    "soft": ("尽量满足的规则：{count} 处（不影响发布）", "Soft rules: {count} place(s); they do not stop publishing"),
    "times": ("{count} 处", "{count} place(s)"),
}

ROSTER = {
    "solve": ("自动排班", "Solve"),
    "solve_hint": ("保留锁定格和手工修改，其余重新排", "Keeps locks and changes by hand, makes the rest anew"),
    "drafts": ("草稿", "Drafts"),
    "drafts_hint": (
        "每次修改都立即写入数据库；可以打开以前的草稿继续。",
        "Every change is written to the database at once; open an earlier draft to go on with it.",
    ),
    "drafts_none": (
        "每次修改都立即写入数据库；还没有别的草稿。",
        "Every change is written to the database at once; there is no other draft yet.",
    ),
    "draft_line": ("{when} · {count} 次修改", "{when} · {count} change(s)"),
    "open": ("打开", "Open"),
    "seconds": ("计算时间（约）", "Effort, about"),
    "seconds_n": ("{count} 秒", "{count} s"),
    "stay": ("尽量少改动现班表", "Change as little as possible"),
    "start": ("开始", "Start"),
    "kept": ("保留 {count} 格（锁定和手工修改）", "{count} cell(s) are kept (locked or changed by hand)"),
    "span": ("显示", "Show"),
    "whole": ("整期", "Whole period"),
    "breaches": ("问题与依据", "What is wrong, and by which article"),
    "fairness": (
        "公平：每人工时与次数，各项台账，为什么又是我",
        "Fairness: hours and counts of each person, the accounts, and why me again",
    ),
    "share_hours": ("工时", "Hours"),
    "share_nights": ("夜班", "Nights"),
    "share_weekends": ("休息日上班", "Rest days worked"),
    "share_holidays": ("法定节假日上班", "Statutory holidays worked"),
    "share_covers": ("顶岗（小时）", "Covering (h)"),
    "share_duty": ("大厅值班", "Hall duty"),
    "keys": (
        "键盘：字母或数字填格，方向键移动，Shift+方向键选区，回车列出可选项，Delete 休息，L 锁定，F8 下一处问题，Ctrl+Z 撤销，Ctrl+C/V 与 Excel 互贴；按住 Alt 拖动对调两格。",
        "Keys: letters or digits fill cells, arrows move, Shift+arrows select, Enter lists the choices, Delete is off, L locks, F8 next problem, Ctrl+Z undo, Ctrl+C/V to and from Excel; Alt-drag swaps two cells.",
    ),
}
