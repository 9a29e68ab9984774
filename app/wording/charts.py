"""Words of the charts and of a running solve."""

CHART = {
    "time": ("时间", "Time"),
    "day": ("日期", "Day"),
    "heads": ("人数", "People"),
    "required": ("需要", "Required"),
    "rostered": ("已排", "Rostered"),
    "gap": ("差额", "Difference"),
    "arrivals": ("来量", "Arrivals"),
    "arrived": ("实际来量", "Arrived"),
    "mean": ("预测均值", "Forecast mean"),
    "per_day": ("每日来量", "Arrivals per day"),
}

SOLVE = {
    "waiting": ("排队中，前面还有 {count} 项", "Waiting, {count} before this one"),
    "starting": ("正在预测需求、建立模型…", "Forecasting demand and building the model…"),
    "running": ("求解中", "Solving"),
    "elapsed": ("已用 {seconds:.0f} 秒", "{seconds:.0f} s so far"),
    "stop": ("停止并采用当前最好结果", "Stop and adopt the best so far"),
    "stopping": ("正在停止…", "Stopping…"),
    "cost": ("当前最好", "best so far"),
    "bound": ("已证明下界", "proven bound"),
    "seconds": ("秒", "seconds"),
    "tier": ("目标层次", "Tier"),
    "failed": ("求解失败：{error}", "The solve failed: {error}"),
    "retry": ("重试", "Try again"),
    "background": (
        "在后台运行：可以离开本页或关闭浏览器，稍后凭网址回来查看。",
        "Runs in the background: leave this page or close the browser and come back by its address.",
    ),
    "first": ("第一次打开：正在为“{name}”排出第一张班表。", "First opening: making the first roster of “{name}”."),
    "result": (
        "完成：用时 {seconds:.0f} 秒，硬性 {hard} 处、必须 {must} 处未满足（现班表 {was_hard} 处、{was_must} 处）。",
        "Done in {seconds:.0f} s: {hard} hard and {must} must breach(es); the present roster has {was_hard} and {was_must}.",
    ),
    "cells_differ": ("与现班表相差 {count} 格", "{count} cells differ from the present roster"),
    "adopt": ("采用新班表", "Adopt the new roster"),
    "discard": ("放弃", "Discard"),
    "adopted": (
        "已采用新班表，改动 {count} 格，可撤销。",
        "New roster adopted, {count} cells changed; undo takes it back.",
    ),
    "stopped": ("已停止，采用当前最好结果。", "Stopped; the best roster so far is adopted."),
    "status_optimal": ("各层均已证明最优", "every tier is proven optimal"),
    "status_feasible": ("在时限内的最好结果", "the best within the time given"),
    "status_stopped": ("按要求提前停止", "stopped on request"),
    "status_relaxed": (
        "硬性规则互相冲突，已放宽影响最小的一处",
        "hard rules contradict each other; the least was relaxed",
    ),
    "status_crashed": (
        "求解进程意外结束，保留已得到的最好班表",
        "the solver died; the best roster it had shown is kept",
    ),
}
