"""Census 2021 in England and Wales, and the harmonised standards of the Government Statistical Service (GSS).

Read on 30 November 2026 at ons.gov.uk (census 2021 dictionary), census.gov.uk and analysisfunction.civilservice.gov.uk.
Where a census lets people write in their own words, these do not: nobody's words are kept.
"""

from privacy.equality.wordings import Wording

CENSUS = "Census 2021, England and Wales (Office for National Statistics, 21 March 2021)"
OTHER_WORDS = "Choose what fits best: nothing can be written here, since words could tell who wrote them."

AGE = Wording(
    key="age-bands-1",
    about="Age",
    text="How old are you?",
    answers=(
        ("under-16", "Under 16"),
        ("16-24", "16 to 24"),
        ("25-34", "25 to 34"),
        ("35-44", "35 to 44"),
        ("45-54", "45 to 54"),
        ("55-64", "55 to 64"),
        ("65-74", "65 to 74"),
        ("75", "75 or older"),
    ),
    source="Words of our own (November 2026): the censuses ask for the day of birth, which is more than is needed "
    "here. The figures of all censuses can be read in these bands.",
)
SEX = Wording(
    key="sex-ew-2021",
    about="Sex",
    text="What is your sex?",
    answers=(("female", "Female"), ("male", "Male")),
    source=f"{CENSUS}, question on sex.",
)
GENDER = Wording(
    key="gender-identity-gss-2020",
    about="Gender identity",
    text="Is the gender you identify with the same as your sex registered at birth?",
    answers=(("same", "Yes"), ("different", "No")),
    source="GSS harmonised standard on gender identity (16 July 2020, marked as under development), and "
    f"{CENSUS}. Without the box to write in.",
)
HEALTH = Wording(
    key="health-conditions-gss-2020",
    about="Long-lasting health conditions",
    text="Do you have any physical or mental health conditions or illnesses lasting or expected to last for 12 months "
    "or more?",
    answers=(("yes", "Yes"), ("no", "No")),
    source="GSS harmonised standard on long lasting health conditions and illness (18 June 2020).",
)
ETHNIC = Wording(
    key="ethnic-group-ew-2021",
    about="Ethnic group",
    text="What is your ethnic group?",
    hint=OTHER_WORDS,
    answers=(
        ("white-british", "White: English, Welsh, Scottish, Northern Irish or British"),
        ("white-irish", "White: Irish"),
        ("white-gypsy", "White: Gypsy or Irish Traveller"),
        ("white-roma", "White: Roma"),
        ("white-other", "White: any other White background"),
        ("mixed-caribbean", "Mixed or multiple ethnic groups: White and Black Caribbean"),
        ("mixed-african", "Mixed or multiple ethnic groups: White and Black African"),
        ("mixed-asian", "Mixed or multiple ethnic groups: White and Asian"),
        ("mixed-other", "Mixed or multiple ethnic groups: any other"),
        ("asian-indian", "Asian, Asian British or Asian Welsh: Indian"),
        ("asian-pakistani", "Asian, Asian British or Asian Welsh: Pakistani"),
        ("asian-bangladeshi", "Asian, Asian British or Asian Welsh: Bangladeshi"),
        ("asian-chinese", "Asian, Asian British or Asian Welsh: Chinese"),
        ("asian-other", "Asian, Asian British or Asian Welsh: any other Asian background"),
        ("black-caribbean", "Black, Black British, Black Welsh, Caribbean or African: Caribbean"),
        ("black-african", "Black, Black British, Black Welsh, Caribbean or African: African"),
        ("black-other", "Black, Black British, Black Welsh, Caribbean or African: any other Black background"),
        ("arab", "Other ethnic group: Arab"),
        ("other", "Any other ethnic group"),
    ),
    source=f"{CENSUS}, the 19 groups of its classification. Without the boxes to write in.",
)
RELIGION = Wording(
    key="religion-gss-2020",
    about="Religion",
    text="What is your religion?",
    hint=OTHER_WORDS,
    answers=(
        ("none", "No religion"),
        ("christian", "Christian (all denominations)"),
        ("buddhist", "Buddhist"),
        ("hindu", "Hindu"),
        ("jewish", "Jewish"),
        ("muslim", "Muslim"),
        ("sikh", "Sikh"),
        ("other", "Any other religion"),
    ),
    source="GSS harmonised standard on religion (10 September 2020), its question for England and Wales; the same in "
    f"{CENSUS}. Without the box to write in.",
)
ORIENTATION = Wording(
    key="sexual-orientation-ew-2021",
    about="Sexual orientation",
    text="Which of the following best describes your sexual orientation?",
    hint=OTHER_WORDS,
    answers=(
        ("straight", "Straight or Heterosexual"),
        ("gay", "Gay or Lesbian"),
        ("bisexual", "Bisexual"),
        ("other", "Other sexual orientation"),
    ),
    source=f"{CENSUS}. Without the box to write in.",
)
CARER = Wording(
    key="unpaid-care-ew-2021",
    about="Unpaid care",
    text="Do you look after, or give any help or support to, anyone because they have long-term physical or mental "
    "health conditions or illnesses, or problems related to old age?",
    hint="Leave out anything that you are paid for.",
    answers=(
        ("no", "No"),
        ("9", "Yes, 9 hours a week or less"),
        ("10-19", "Yes, 10 to 19 hours a week"),
        ("20-34", "Yes, 20 to 34 hours a week"),
        ("35-49", "Yes, 35 to 49 hours a week"),
        ("50", "Yes, 50 or more hours a week"),
    ),
    source=f"{CENSUS}, question on unpaid care.",
)
WORDINGS = (AGE, SEX, GENDER, HEALTH, ETHNIC, RELIGION, ORIENTATION, CARER)
