"""Every write of consequence about who speaks for whom."""

from stakeholders.addresses import AddressRefused
from stakeholders.services.acceptance import accept_invitation
from stakeholders.services.appointments import (
    RepresentativeDetails,
    appoint_representative,
    give_sign_in,
)
from stakeholders.services.contacts import export_contacts
from stakeholders.services.details import (
    correct_organisation,
    correct_own_details,
)
from stakeholders.services.endings import end_appointment, step_down
from stakeholders.services.groups import (
    MissingVoiceDetails,
    add_characteristics,
    add_group,
    change_group,
    change_missing_voice,
    hand_on_missing_voice,
    name_missing_voice,
    remove_group,
    seek_again,
    set_thresholds,
    settle_missing_voice,
)
from stakeholders.services.identity import change_own_identity, correct_identity
from stakeholders.services.invitations import (
    begin_answer,
    decline_invitation,
    invite_to_appoint,
    keep_typed,
    pass_on_invitation,
    readdress_invitation,
    remind_invited,
    resend_invitation,
    tell_of_expiry,
    withdraw_invitation,
)
from stakeholders.services.merging import merge_organisations
from stakeholders.services.organisation_imports import NEW_GROUP, import_organisations, settle_groups
from stakeholders.services.organisations import (
    NewPartnership,
    add_partnership,
    change_contact,
    edit_partnership,
    end_partnership,
)

__all__ = [
    "NEW_GROUP",
    "AddressRefused",
    "MissingVoiceDetails",
    "NewPartnership",
    "RepresentativeDetails",
    "accept_invitation",
    "add_characteristics",
    "add_group",
    "add_partnership",
    "appoint_representative",
    "begin_answer",
    "change_contact",
    "change_group",
    "change_missing_voice",
    "change_own_identity",
    "correct_identity",
    "correct_organisation",
    "correct_own_details",
    "decline_invitation",
    "edit_partnership",
    "end_appointment",
    "end_partnership",
    "export_contacts",
    "give_sign_in",
    "hand_on_missing_voice",
    "import_organisations",
    "invite_to_appoint",
    "keep_typed",
    "merge_organisations",
    "name_missing_voice",
    "pass_on_invitation",
    "readdress_invitation",
    "remind_invited",
    "remove_group",
    "resend_invitation",
    "seek_again",
    "set_thresholds",
    "settle_groups",
    "settle_missing_voice",
    "step_down",
    "tell_of_expiry",
    "withdraw_invitation",
]
