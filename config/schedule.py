"""When the clock rings, and for which task: each finds by itself what is due, and nothing is lost when a ring is.

The clock keeps no file, which a full disk or a second clock could spoil: what it missed is done within the hour.
"""

from celery.schedules import crontab

SCHEDULE = {
    "send-due-messages": {"task": "outbox.tasks.send_due", "schedule": crontab()},
    "send-due-reminders": {"task": "actions.tasks.send_reminders", "schedule": crontab(minute="*/5")},
    "remind-the-invited": {"task": "stakeholders.tasks.remind_and_tell", "schedule": crontab(minute="*/10")},
    "tell-and-remind": {"task": "consultations.tasks.tell_and_remind", "schedule": crontab(minute="*/5")},
    "draw-sent-pictures": {"task": "consultations.tasks.draw_pictures", "schedule": crontab()},
    "render-due-stocktakes": {"task": "stocktakes.tasks.render_due", "schedule": crontab()},
    "sweep-files": {"task": "consultations.tasks.sweep_files", "schedule": crontab(minute=50)},
    "cancel-outdated-digests": {"task": "digests.tasks.cancel_outdated", "schedule": crontab()},
    "count-waiting-readers": {"task": "digests.tasks.count_waiting", "schedule": crontab(minute="*/5")},
    # Mail of the desk goes from 08:00; a morning on which nothing rang is made up for until noon.
    "send-daily-lists": {"task": "desk.tasks.send_lists", "schedule": crontab(minute="*/10", hour="7-11")},
    # Once a day: the first ring of the day does it, the next ones what it left undone.
    "keep-no-longer": {"task": "privacy.tasks.keep_no_longer", "schedule": crontab(minute=40)},
    "forget-old-forms": {"task": "kit.tasks.forget_old_forms", "schedule": crontab(minute=30)},
}
