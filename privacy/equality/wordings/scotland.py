"""Scotland's Census 2022 (National Records of Scotland), as read on 30 November 2026.

Its question on sex is worded as that of England and Wales; it stands here with a source of its own. Where it lets
people write in their own words, these do not.
"""

from privacy.equality.wordings import Wording
from privacy.equality.wordings.england_and_wales import OTHER_WORDS

CENSUS = "Scotland’s Census 2022 (National Records of Scotland, 20 March 2022)"

SEX = Wording(
    key="sex-scotland-2022",
    about="Sex (Scotland)",
    text="What is your sex?",
    answers=(("female", "Female"), ("male", "Male")),
    source=f"{CENSUS}, question on sex.",
)
TRANS = Wording(
    key="trans-status-scotland-2022",
    about="Trans status or history (Scotland)",
    text="Do you consider yourself to be trans, or have a trans history?",
    hint="Non-binary people can answer yes.",
    answers=(("no", "No"), ("yes", "Yes")),
    source=f"{CENSUS}. Without the box to write in.",
)
DISABILITY = Wording(
    key="activities-limited-scotland-2022",
    about="Health problem or disability (Scotland)",
    text="Are your day-to-day activities limited because of a health problem or disability which has lasted, or is "
    "expected to last, at least 12 months?",
    hint="Include problems related to old age.",
    answers=(("lot", "Yes, limited a lot"), ("little", "Yes, limited a little"), ("no", "No")),
    source=f"{CENSUS}, question on long-term health problem or disability.",
)
ETHNIC = Wording(
    key="ethnic-group-scotland-2022",
    about="Ethnic group (Scotland)",
    text="What is your ethnic group?",
    hint=OTHER_WORDS,
    answers=(
        ("white-scottish", "White: Scottish"),
        ("white-british", "White: other British"),
        ("white-irish", "White: Irish"),
        ("white-polish", "White: Polish"),
        ("white-gypsy", "White: Gypsy / Traveller"),
        ("white-roma", "White: Roma"),
        ("white-showman", "White: Showman / Showwoman"),
        ("white-other", "White: other"),
        ("mixed", "Any mixed or multiple ethnic groups"),
        (
            "asian-pakistani",
            "Asian, Scottish Asian or British Asian: Pakistani, Scottish Pakistani or British Pakistani",
        ),
        ("asian-indian", "Asian, Scottish Asian or British Asian: Indian, Scottish Indian or British Indian"),
        (
            "asian-bangladeshi",
            "Asian, Scottish Asian or British Asian: Bangladeshi, Scottish Bangladeshi or British Bangladeshi",
        ),
        ("asian-chinese", "Asian, Scottish Asian or British Asian: Chinese, Scottish Chinese or British Chinese"),
        ("asian-other", "Asian, Scottish Asian or British Asian: other"),
        ("african", "African, Scottish African or British African"),
        ("caribbean-black", "Caribbean or Black"),
        ("arab", "Other ethnic group: Arab, Scottish Arab or British Arab"),
        ("other", "Any other ethnic group"),
    ),
    source=f"{CENSUS}, groups A to F. Without the boxes to write in.",
)
RELIGION = Wording(
    key="religion-scotland-2022",
    about="Religion (Scotland)",
    text="What religion, religious denomination or body do you belong to?",
    hint=OTHER_WORDS,
    answers=(
        ("none", "None"),
        ("church-of-scotland", "Church of Scotland"),
        ("roman-catholic", "Roman Catholic"),
        ("other-christian", "Other Christian"),
        ("muslim", "Muslim"),
        ("hindu", "Hindu"),
        ("buddhist", "Buddhist"),
        ("sikh", "Sikh"),
        ("jewish", "Jewish"),
        ("pagan", "Pagan"),
        ("other", "Another religion or body"),
    ),
    source=f"{CENSUS}, as the Scottish Government’s guidance on data about religion and belief recommends it. Without "
    "the boxes to write in.",
)
ORIENTATION = Wording(
    key="sexual-orientation-scotland-2022",
    about="Sexual orientation (Scotland)",
    text="Which of the following best describes your sexual orientation?",
    hint=OTHER_WORDS,
    answers=(
        ("straight", "Straight / Heterosexual"),
        ("gay", "Gay or Lesbian"),
        ("bisexual", "Bisexual"),
        ("other", "Other sexual orientation"),
    ),
    source=f"{CENSUS}. Without the box to write in.",
)
CARER = Wording(
    key="unpaid-care-scotland-2022",
    about="Unpaid care (Scotland)",
    text="Do you look after, or give any help or support to family members, friends, neighbours or others because of "
    "either long-term physical / mental ill-health / disability, or problems related to old age?",
    hint="Leave out anything that you are paid for.",
    answers=(
        ("no", "No"),
        ("1-19", "Yes, 1 to 19 hours a week"),
        ("20-34", "Yes, 20 to 34 hours a week"),
        ("35-49", "Yes, 35 to 49 hours a week"),
        ("50", "Yes, 50 or more hours a week"),
    ),
    source=f"{CENSUS}, question on unpaid care.",
)
WORDINGS = (SEX, TRANS, DISABILITY, ETHNIC, RELIGION, ORIENTATION, CARER)
