from django.urls import path

from actions.views import areas, askings, commitments, factors, follow_up, home, rounds, sheets, updates

app_name = "actions"

urlpatterns = [
    path("home/", home.home, name="home"),
    path("f/<str:token>/", follow_up.follow_up_open, name="follow-up-open"),
    path("follow-up/<int:pk>/", follow_up.follow_up_answer, name="follow-up-answer"),
    path("follow-up/<int:pk>/moved-on/", follow_up.follow_up_move_on, name="follow-up-move-on"),
    path("follow-up/<int:pk>/not-me/", follow_up.follow_up_not_me, name="follow-up-not-me"),
    path("follow-up/<int:pk>/thanks/", follow_up.follow_up_thanks, name="follow-up-thanks"),
    path("desk/<slug:slug>/rounds/", rounds.round_list, name="round-list"),
    path("desk/<slug:slug>/rounds/new/", rounds.round_create, name="round-create"),
    path("desk/<slug:slug>/rounds/<int:number>/", rounds.round_detail, name="round-detail"),
    path("desk/<slug:slug>/rounds/<int:number>/edit/", rounds.round_edit, name="round-edit"),
    path("desk/<slug:slug>/rounds/<int:number>/open/", rounds.round_open, name="round-open"),
    path("desk/<slug:slug>/rounds/<int:number>/extend/", rounds.round_extend, name="round-extend"),
    path("desk/<slug:slug>/rounds/<int:number>/close/", rounds.round_close, name="round-close"),
    path("desk/<slug:slug>/follow-ups/<int:pk>/", askings.follow_up_record, name="follow-up-record"),
    path("desk/<slug:slug>/follow-ups/<int:pk>/moved-on/", askings.follow_up_moved_on, name="follow-up-moved-on"),
    path(
        "desk/<slug:slug>/follow-ups/<int:pk>/not-reached/", askings.follow_up_not_reached, name="follow-up-not-reached"
    ),
    path("desk/<slug:slug>/follow-ups/<int:pk>/not-theirs/", askings.follow_up_not_theirs, name="follow-up-not-theirs"),
    path("desk/<slug:slug>/follow-ups/<int:pk>/new-link/", askings.follow_up_new_link, name="follow-up-new-link"),
    path(
        "desk/<slug:slug>/follow-ups/<int:pk>/revoke-link/", askings.follow_up_revoke_link, name="follow-up-revoke-link"
    ),
    path("desk/<slug:slug>/proposers/<int:pk>/hand-on/", askings.proposer_hand_on, name="proposer-hand-on"),
    path("desk/<slug:slug>/updates/", updates.update_review_list, name="update-review-list"),
    path("desk/<slug:slug>/factors/", factors.factor_list, name="factor-list"),
    path("desk/<slug:slug>/factors/<int:pk>/", factors.factor_detail, name="factor-detail"),
    path("desk/<slug:slug>/factors/<int:pk>/merge/", factors.factor_merge, name="factor-merge"),
    path("desk/<slug:slug>/factors/<int:pk>/separate/", factors.factor_separate, name="factor-separate"),
    path("desk/<slug:slug>/updates/<int:pk>/", updates.update_review, name="update-review"),
    path("desk/<slug:slug>/areas/", areas.area_list, name="area-list"),
    path("desk/<slug:slug>/areas/new/", areas.area_create, name="area-create"),
    path("desk/<slug:slug>/areas/<int:number>/", areas.area_detail, name="area-detail"),
    path("desk/<slug:slug>/areas/<int:number>/edit/", areas.area_edit, name="area-edit"),
    path("desk/<slug:slug>/areas/<int:number>/publish/", areas.area_publish, name="area-publish"),
    path("desk/<slug:slug>/areas/<int:number>/withdraw/", areas.area_withdraw, name="area-withdraw"),
    path("desk/<slug:slug>/areas/<int:number>/steps/new/", areas.step_create, name="step-create"),
    path("desk/<slug:slug>/steps/<int:pk>/", areas.step_edit, name="step-edit"),
    path("desk/<slug:slug>/steps/<int:pk>/move/", areas.step_move, name="step-move"),
    path("join/<slug:code>/", sheets.sheet_join, name="sheet-join"),
    path("join/<slug:code>/thanks/<uuid:key>/", sheets.sheet_thanks, name="sheet-thanks"),
    path("desk/<slug:slug>/sheets/", commitments.sheet_list, name="sheet-list"),
    path("desk/<slug:slug>/sheets/open/", commitments.sheet_open, name="sheet-open"),
    path("desk/<slug:slug>/sheets/<int:pk>/", commitments.sheet_switch, name="sheet-switch"),
    path("desk/<slug:slug>/commitments/", commitments.commitment_list, name="commitment-list"),
    path("desk/<slug:slug>/commitments/new/", commitments.commitment_create, name="commitment-create"),
    path("desk/<slug:slug>/commitments/<int:pk>/publish/", commitments.commitment_publish, name="commitment-publish"),
]
