from django.urls import path

from desk import views

app_name = "desk"

urlpatterns = [
    path("desk/", views.programme_list, name="programme-list"),
    # Before those in which a programme stands.
    path("desk/search/", views.search_results, name="search-results"),
    path("home/daily-list/", views.own_daily_list, name="own-daily-list"),
    path("l/<str:token>/", views.daily_list_open, name="daily-list-open"),
    path("daily-lists/<int:pk>/", views.daily_list_stop, name="daily-list-stop"),
    path("desk/<slug:slug>/", views.programme_detail, name="programme-detail"),
    path("desk/<slug:slug>/names/", views.name_list, name="name-list"),
]
