"""Pages about follow-up rounds, and each follow-up in them."""

from django.urls import path

from actions.rounds.views import follow_ups, own, rounds, succession

urlpatterns = [
    path("f/<str:token>/", own.follow_up_open, name="follow-up-open"),
    path("follow-up/<int:pk>/", own.follow_up_answer, name="follow-up-answer"),
    path("follow-up/<int:pk>/moved-on/", own.follow_up_move_on, name="follow-up-move-on"),
    path("follow-up/<int:pk>/not-me/", own.follow_up_not_me, name="follow-up-not-me"),
    path("follow-up/<int:pk>/thanks/", own.follow_up_thanks, name="follow-up-thanks"),
    path("desk/<slug:slug>/rounds/", rounds.round_list, name="round-list"),
    path("desk/<slug:slug>/rounds/new/", rounds.round_create, name="round-create"),
    path("desk/<slug:slug>/rounds/<int:number>/", rounds.round_detail, name="round-detail"),
    path("desk/<slug:slug>/rounds/<int:number>/edit/", rounds.round_edit, name="round-edit"),
    path("desk/<slug:slug>/rounds/<int:number>/open/", rounds.round_open, name="round-open"),
    path("desk/<slug:slug>/rounds/<int:number>/extend/", rounds.round_extend, name="round-extend"),
    path("desk/<slug:slug>/rounds/<int:number>/close/", rounds.round_close, name="round-close"),
    path("desk/<slug:slug>/follow-ups/<int:pk>/", follow_ups.follow_up_enter, name="follow-up-enter"),
    path("desk/<slug:slug>/follow-ups/<int:pk>/moved-on/", follow_ups.follow_up_moved_on, name="follow-up-moved-on"),
    path(
        "desk/<slug:slug>/follow-ups/<int:pk>/not-reached/",
        follow_ups.follow_up_not_reached,
        name="follow-up-not-reached",
    ),
    path(
        "desk/<slug:slug>/follow-ups/<int:pk>/not-theirs/", follow_ups.follow_up_not_theirs, name="follow-up-not-theirs"
    ),
    path("desk/<slug:slug>/follow-ups/<int:pk>/new-link/", follow_ups.follow_up_new_link, name="follow-up-new-link"),
    path(
        "desk/<slug:slug>/follow-ups/<int:pk>/revoke-link/",
        follow_ups.follow_up_revoke_link,
        name="follow-up-revoke-link",
    ),
    path("desk/<slug:slug>/proposers/<int:pk>/hand-on/", succession.proposer_hand_on, name="proposer-hand-on"),
    path("desk/<slug:slug>/proposers/<int:pk>/ask-named/", succession.proposer_ask_named, name="proposer-ask-named"),
]
