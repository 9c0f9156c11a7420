from django.urls import path

from privacy.requests.views import desk, public, register

REQUEST = "desk/<slug:slug>/requests/<int:number>/"

urlpatterns = [
    path("programmes/<slug:slug>/privacy/ask/", public.ask, name="ask"),
    path("programmes/<slug:slug>/privacy/asked/<uuid:key>/", public.asked, name="asked"),
    # Before those in which a programme stands.
    path("desk/requests/", register.request_all, name="request-all"),
    path("desk/<slug:slug>/requests/", register.request_list, name="request-list"),
    path("desk/<slug:slug>/requests/new/", register.request_create, name="request-create"),
    path(REQUEST, desk.request_detail, name="request-detail"),
    path(f"{REQUEST}change/", desk.request_change, name="request-change"),
    path(f"{REQUEST}acknowledge/", desk.request_acknowledge, name="request-acknowledge"),
    path(f"{REQUEST}progress/", desk.request_progress, name="request-progress"),
    path(f"{REQUEST}stop/", desk.request_stop, name="request-stop"),
    path(f"{REQUEST}start/", desk.request_start, name="request-start"),
    path(f"{REQUEST}extend/", desk.request_extend, name="request-extend"),
    path(f"{REQUEST}identity/", desk.request_identity, name="request-identity"),
    path(f"{REQUEST}person/", desk.request_person, name="request-person"),
    path(f"{REQUEST}answer/", desk.request_answer, name="request-answer"),
    path(f"{REQUEST}letters/<int:pk>/", desk.request_letter, name="request-letter"),
]
