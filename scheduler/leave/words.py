"""Words of the leave workflow: states, actions, flags and papers, Chinese first."""

from collections.abc import Mapping

from scheduler.leave.acts import APPLICANT, SYSTEM
from scheduler.leave.ladder import ROLE_WORDS
from scheduler.leave.request import State

Pair = tuple[str, str]

STATE_WORDS: Mapping[State, Pair] = {
    State.DRAFT: ("草稿", "draft"),
    State.SUBMITTED: ("待批", "submitted"),
    State.AGREED_1: ("一级已同意", "first signature"),
    State.AGREED_2: ("二级已同意", "second signature"),
    State.APPROVED: ("已批准，待移交", "approved, to be handed over"),
    State.HANDED_OVER: ("已移交", "handed over"),
    State.FILED: ("已备案", "filed"),
    State.EFFECTIVE: ("休假中", "on leave"),
    State.EXTENSION_REQUESTED: ("续假待批", "extension asked for"),
    State.RETURNED: ("已销假，待核", "back, to be closed"),
    State.CLOSED: ("已办结", "closed"),
    State.REJECTED: ("不批", "refused"),
    State.CANCELLED: ("已撤", "cancelled"),
    State.OVERDUE: ("逾期未归，待认定", "overdue, to be decided"),
    State.CONFIRMED_ABSENT: ("认定旷工", "absent without leave"),
    State.EXCUSED: ("准予谅解", "excused"),
}

ACTION_WORDS: Mapping[str, Pair] = {
    "submit": ("提交", "Submit"),
    "agree": ("同意", "Agree"),
    "reject": ("不同意", "Refuse"),
    "cancel": ("撤销", "Cancel"),
    "attach": ("补交材料", "Attach a paper"),
    "hand_over": ("移交工作", "Hand over"),
    "acknowledge": ("确认接手", "Acknowledge"),
    "file": ("报备案", "File the slip"),
    "start": ("离岗", "Begin the leave"),
    "ask_extension": ("申请续假", "Ask for an extension"),
    "grant_extension": ("同意续假", "Grant the extension"),
    "refuse_extension": ("不同意续假", "Refuse the extension"),
    "check_in": ("销假", "Check in"),
    "close": ("办结", "Close"),
    "mark_overdue": ("登记逾期", "Note as overdue"),
    "confirm_absent": ("认定旷工", "Confirm absence"),
    "excuse": ("准予谅解", "Excuse"),
}

FLAG_WORDS: Mapping[str, Pair] = {
    "late": ("临时请假", "late notice"),
    "retroactive": ("事后补假", "after the fact"),
    "summed": ("连续事假合并计算", "touching leaves summed"),
    "balance_empty": ("年休假已用完", "no annual leave left"),
    "emergency": ("紧急离岗", "left in an emergency"),
    "extended": ("已续假", "extended"),
    "early_return": ("提前返岗", "back early"),
    "no_b": ("没有B岗", "no B"),
    "b_is_a": ("A、B岗同为一人", "A is B"),
    "b_foreign": ("B岗非本科室", "B of another section"),
    "b_unqualified": ("B岗无有效证书", "B without certificate"),
    "b_away": ("B岗也请假", "B on leave too"),
    "not_b": ("接手人不是B岗", "not the B"),
    "over_duty": ("占用已发布排班", "over published duties"),
    "no_signer": ("有一级无人可签", "a signature nobody can give"),
}

EVIDENCE_WORDS: Mapping[str, Pair] = {
    "hospital_record": ("医院病历证明", "hospital record"),
    "hospital_papers_later": ("急病住院证明(可后补)", "hospital papers (may follow)"),
    "form": ("申请表", "application form"),
    "notice": ("通知文件", "notice"),
}

_SPECIAL: Mapping[str, Pair] = {
    APPLICANT: ("本人", "applicant"),
    SYSTEM: ("系统", "system"),
    "B": ("接手人", "stand-in"),
    "A": ("本人", "applicant"),
    "office": ("经办", "office"),
}


def role_word(role: str) -> Pair:
    """A role of the workflow in words; an unknown code as it is."""
    return ROLE_WORDS.get(role) or _SPECIAL.get(role) or (role, role)
