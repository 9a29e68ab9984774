"""Words of the Demand page."""

DEMAND = {
    "none": ("这个中心没有历史来量。在中心文件夹里放一份 demand.csv（列：queue,start,arrivals,aht_s），或只用班次人数排班。", "This center has no demand history. Put a demand.csv (columns queue,start,arrivals,aht_s) into its folder, or plan by heads per shift alone."),
    "queue": ("队列", "Queue"),
    "all": ("全部", "all queues"),
    "day": ("日期", "Day"),
    "history": ("历史来量与预测（每天）", "Demand, past and forecast (per day)"),
    "forecast": ("{day} 的预测：均值，50% 与 90% 区间", "Forecast for {day}: mean, 50 % and 90 % bands"),
    "cover": ("{day}：需要人数（橙线）与已排人数（蓝），缺口为红", "{day}: required (orange line) and rostered (blue); what is missing is red"),
    "heat": ("整期差额：红色缺人，蓝色富余", "Whole period: red is short, blue is more than needed"),
    "model": ("预测方法与理由", "Which model, and why"),
    "chosen": ("队列“{queue}”采用 **{model}**", "Queue “{queue}” uses **{model}**"),
    "score_model": ("方法", "Model"),
    "score_wape": ("时段误差 WAPE", "WAPE per interval"),
    "score_day": ("日总量误差", "WAPE per day"),
    "score_bias": ("偏差", "Bias"),
    "score_trials": ("回测次数", "Trials"),
    "band": ("回测中落入 50% 区间 {half:.0%}，落入 90% 区间 {wide:.0%}。", "In the backtest {half:.0%} fell inside the 50 % band, {wide:.0%} inside the 90 % band."),
    "gaps": ("历史中缺 {count} 个时段的数据", "{count} interval(s) of the past have no count"),
    "outliers": ("{count} 个异常日降低了权重", "{count} unusual day(s) were given less weight"),
    "simulated": ("示例数据：来量由设定参数模拟生成，不是真实数据。", "Sample data: the demand is simulated from stated parameters, not real."),
    "short": ("最紧的时段", "Tightest intervals"),
    "short_line": ("{day} {start}–{end} 缺 {count} 人", "{day} {start}–{end}: {count} short"),
    "short_more": ("另外 {count} 段", "{count} more"),
    "types": ("来电类型", "Types of contact"),
    "type": ("类型", "Type"),
    "type_share": ("占比", "Share"),
    "type_aht": ("平均处理（秒）", "Handling (s)"),
    "type_busiest": ("最忙时段", "Busiest hour"),
    "no_short": ("所有时段都满足需要。", "Every interval has the people it needs."),
}

MODEL_NAMES = {
    "seasonal_naive": ("上周同日", "same day last week"),
    "six_week_mean": ("近六周均值", "mean of six weeks"),
    "structured": ("结构化泊松模型", "structured Poisson"),
    "structured_month": ("结构化泊松模型（含月内效应）", "structured Poisson with month effects"),
    "recent_weeks": ("近四周中位数（扣除日历影响）", "median of four weeks, calendar taken out"),
    "boosted": ("梯度提升树", "boosted trees"),
    "ensemble": ("组合模型", "ensemble"),
}
"""Usual names of the forecast models."""
