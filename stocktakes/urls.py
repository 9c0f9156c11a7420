from django.urls import path

from stocktakes.views import coverage, desk, editions, public, telling

app_name = "stocktakes"

PROGRAMME = "programmes/<slug:slug>/"
DESK = "desk/<slug:slug>/"

urlpatterns = [
    path("", public.programme_list, name="programme-list"),
    path(PROGRAMME, public.progress, name="progress"),
    path(f"{PROGRAMME}posters/", public.poster_list, name="poster-list"),
    path(f"{PROGRAMME}posters/<int:number>/", public.poster_detail, name="poster-detail"),
    path(f"{PROGRAMME}posters/<int:number>/picture.jpg", public.poster_picture, name="poster-picture"),
    path(f"{PROGRAMME}conversations/", public.conversation_list, name="conversation-list"),
    path(f"{PROGRAMME}themes/<int:number>/", public.theme_detail, name="theme-detail"),
    path(f"{PROGRAMME}findings/<int:number>/", public.finding_detail, name="finding-detail"),
    path(f"{PROGRAMME}actions/", public.area_list, name="area-list"),
    path(f"{PROGRAMME}actions/<int:number>/", public.area_detail, name="area-detail"),
    path(f"{PROGRAMME}helped/", public.factor_list, name="factor-list"),
    path(f"{PROGRAMME}feedback/", public.feedback_list, name="feedback-list"),
    path(f"{PROGRAMME}coverage/", coverage.coverage, name="coverage"),
    path(f"{PROGRAMME}coverage.csv", coverage.coverage_csv, name="coverage-csv"),
    path(f"{PROGRAMME}coverage.json", coverage.coverage_json, name="coverage-json"),
    path(f"{PROGRAMME}stocktakes/", editions.stocktake_list, name="stocktake-list"),
    path(f"{PROGRAMME}stocktakes/<int:number>/", editions.stocktake_detail, name="stocktake-detail"),
    path(f"{PROGRAMME}stocktakes/<int:number>.pdf", editions.stocktake_pdf, name="stocktake-pdf"),
    path(f"{PROGRAMME}stocktakes/<int:number>.csv", editions.stocktake_csv, name="stocktake-csv"),
    path(f"{PROGRAMME}stocktakes/<int:number>.json", editions.stocktake_json, name="stocktake-json"),
    path(
        f"{PROGRAMME}stocktakes/<int:number>/posters/<int:poster>.jpg",
        editions.stocktake_picture,
        name="stocktake-picture",
    ),
    path("desk/", desk.desk, name="desk"),
    path(DESK, desk.programme_desk, name="programme-desk"),
    path(f"{DESK}stocktakes/", desk.stocktake_desk_list, name="stocktake-desk-list"),
    path(f"{DESK}stocktakes/new/", desk.stocktake_issue, name="stocktake-issue"),
    path(f"{DESK}stocktakes/<int:number>/", desk.stocktake_making, name="stocktake-making"),
    path(f"{DESK}stocktakes/<int:number>/retry/", desk.stocktake_retry, name="stocktake-retry"),
    path(f"{DESK}telling/", telling.telling_send, name="telling-send"),
    path("t/<str:token>/", telling.telling_open, name="telling-open"),
    path("told/<int:pk>/", telling.telling_stop, name="telling-stop"),
    path("home/told/", telling.own_telling, name="own-telling"),
]
