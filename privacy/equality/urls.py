from django.urls import path

from privacy.equality.views import answers, desk, figures

PUBLIC = "programmes/<slug:slug>/equality"
ONE = "desk/<slug:slug>/equality/<int:pk>/"

urlpatterns = [
    path(f"{PUBLIC}/", figures.equality_figures, name="equality-figures"),
    path(f"{PUBLIC}.csv", figures.equality_csv, name="equality-csv"),
    path(f"{PUBLIC}/<slug:occasion>/", answers.equality_answer, name="equality-answer"),
    path(f"{PUBLIC}/<slug:occasion>/thanks/", answers.equality_thanks, name="equality-thanks"),
    path("desk/<slug:slug>/equality/", desk.equality_list, name="equality-list"),
    path("desk/<slug:slug>/equality/plan/<slug:occasion>/", desk.equality_plan, name="equality-plan"),
    path(ONE, desk.equality_detail, name="equality-detail"),
    path(f"{ONE}open/", desk.equality_open, name="equality-open"),
    path(f"{ONE}close/", desk.equality_close, name="equality-close"),
    path(f"{ONE}paper/<int:position>/", desk.equality_paper, name="equality-paper"),
    path(f"{ONE}population/<int:position>/", figures.equality_population, name="equality-population"),
    path(f"{ONE}draw/", figures.equality_draw, name="equality-draw"),
    path(f"{ONE}figures/<int:number>/publish/", figures.equality_publish, name="equality-publish"),
    path(f"{ONE}figures/<int:number>/withdraw/", figures.equality_withdraw, name="equality-withdraw"),
    path(f"{ONE}questions.pdf", desk.equality_sheet, name="equality-sheet"),
]
