from django.urls import path

from public.views import coverage, editions, pages

app_name = "public"

PROGRAMME = "programmes/<slug:slug>/"

urlpatterns = [
    path("", pages.programme_list, name="programme-list"),
    path(PROGRAMME, pages.progress, name="progress"),
    path(f"{PROGRAMME}posters/", pages.poster_list, name="poster-list"),
    path(f"{PROGRAMME}posters/<int:number>/", pages.poster_detail, name="poster-detail"),
    path(f"{PROGRAMME}posters/<int:number>/picture.jpg", pages.poster_picture, name="poster-picture"),
    path(f"{PROGRAMME}conversations/", pages.conversation_list, name="conversation-list"),
    path(f"{PROGRAMME}themes/<int:number>/", pages.theme_detail, name="theme-detail"),
    path(f"{PROGRAMME}findings/<int:number>/", pages.finding_detail, name="finding-detail"),
    path(f"{PROGRAMME}actions/", pages.area_list, name="area-list"),
    path(f"{PROGRAMME}actions/<int:number>/", pages.area_detail, name="area-detail"),
    path(f"{PROGRAMME}helped/", pages.factor_list, name="factor-list"),
    path(f"{PROGRAMME}feedback/", pages.feedback_list, name="feedback-list"),
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
]
