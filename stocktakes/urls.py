from django.urls import path

from stocktakes import views

app_name = "stocktakes"

DESK = "desk/<slug:slug>/"

urlpatterns = [
    path(f"{DESK}stocktakes/", views.stocktake_desk_list, name="stocktake-desk-list"),
    path(f"{DESK}stocktakes/new/", views.stocktake_issue, name="stocktake-issue"),
    path(f"{DESK}stocktakes/<int:number>/", views.stocktake_making, name="stocktake-making"),
    path(f"{DESK}stocktakes/<int:number>/retry/", views.stocktake_retry, name="stocktake-retry"),
]
