from django.urls import path

from stocktakes.views import public

app_name = "stocktakes"

PROGRAMME = "programmes/<slug:slug>/"

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
    path(f"{PROGRAMME}feedback/", public.feedback_list, name="feedback-list"),
]
