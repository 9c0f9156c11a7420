"""What is kept of text that was typed, pasted or imported: every field of a form, of a model and of a sheet asks here.

Characters that nobody sees and nobody means go. Those that join letters in Persian or Hindi, divide words in Thai, or
make a family or a flag of several signs stay, where they do that, and go elsewhere.
"""

import re
import unicodedata

import email_validator
import phonenumbers

# Telephone numbers without a country's code are of this country.
COUNTRY = "GB"
# A number and nothing else: where words stand beside it, it stays as it was typed.
ONLY_A_NUMBER = re.compile(r"[+(]?[\d][\d() .\-\u2010-\u2015]{5,}")
NOT_AN_ADDRESS = "That is not an e-mail address. It should look like name@example.org."
MAX_ADDRESS_LENGTH = 254

LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Letters that a joiner may follow (Arabic to Mongolian, and later Indian scripts), and signs that it makes one of.
JOINED = "\u0600-\u1cff\ua800-\uabff\U00010a00-\U00011fff"
SIGNS = "\u00a9\u00ae\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
UNDIVIDED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
NEVER_MEANT = re.compile(
    # Controls, the soft hyphen, marks of direction, invisible operators, marks of byte order, fillers, halves of pairs.
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u180e\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff"
    "\uffa0\ufff9-\ufffb\ud800-\udfff]"
    f"|(?<![{UNDIVIDED}])\u200b"
    f"|(?<![{JOINED}])\u200c"
    f"|(?<![{JOINED}{SIGNS}])\u200d"
    # Which of two looks a sign has: said of a sign, and not of a Latin letter or of nothing.
    "|(?<![^\\sA-Za-z\u00c0-\u024f])[\ufe00-\ufe0f]"
    "|(?<![\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\U000e0100-\U000e01ef]"
    # A region's flag is a black one with its letters behind it.
    "|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0001-\U000e007f]+"
)
# Everything that is never seen, wherever it stands: what an address, a number or a comparison has none of.
UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e01ef]"
)


def clean_words(text: str) -> str:
    """Return text of several lines as it is kept: in composed letters, with plain line ends, and nothing unseen."""
    if text.isascii() and text.isprintable():
        return text
    text = LINE_ENDS.sub("\n", text)
    return unicodedata.normalize("NFC", NEVER_MEANT.sub("", text))


def clean_line(text: str) -> str:
    """Return words on one line as they are kept, however they were spaced."""
    return " ".join(clean_words(text).split())


def without_unseen(text: str) -> str:
    """Return text without any character that nobody sees, those that join letters too."""
    return text if text.isascii() and text.isprintable() else UNSEEN.sub("", text)


def clean_address(text: str) -> str:
    """Return an e-mail address as it is kept and compared: in small letters, its domain in its own script.

    What is no address comes back without what nobody sees; `checked_address` refuses it.
    """
    text = without_unseen(text).strip()
    try:
        return _address(text).normalized.lower()
    except email_validator.EmailNotValidError:
        return unicodedata.normalize("NFC", text).lower()


def checked_address(text: str) -> str:
    """Return an e-mail address as it is kept. Raises ValueError, with a sentence, for what is none (IDNA 2008)."""
    text = clean_address(text)
    if len(text) > MAX_ADDRESS_LENGTH:
        raise ValueError(f"The e-mail address must be {MAX_ADDRESS_LENGTH} characters or fewer.")
    try:
        return _address(text).normalized.lower()
    except email_validator.EmailNotValidError as error:
        raise ValueError(NOT_AN_ADDRESS) from error


def relay_address(address: str) -> str:
    """Return an address as every relay understands it: a domain in another script in its ASCII form (IDNA 2008)."""
    try:
        return address if address.isascii() else _address(address).ascii_email or address
    except email_validator.EmailNotValidError:
        return address


def clean_telephone(text: str) -> str:
    """Return a telephone number as it is kept: one number is written in one way, and words beside it stay."""
    text = clean_line(without_unseen(text))
    if not ONLY_A_NUMBER.fullmatch(text):
        return text
    try:
        number = phonenumbers.parse(text, COUNTRY)
    except phonenumbers.NumberParseException:
        return text
    if not phonenumbers.is_possible_number(number) or len(str(number.national_number)) < 7:
        return text
    at_home = number.country_code == phonenumbers.country_code_for_region(COUNTRY)
    style = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def clean_number(text: str) -> str:
    """Return a number as it is read: without what nobody sees, and without commas between thousands."""
    text = without_unseen(text).strip()
    return re.sub(r"[,\s]", "", text) if re.fullmatch(r"[+-]?\d{1,3}(?:[,\s]\d{3})+(?:\.\d+)?", text) else text


def _address(text: str) -> email_validator.ValidatedEmail:
    # Somebody who signs in with an address in quotes, which few have, is not locked out.
    return email_validator.validate_email(
        text, check_deliverability=False, allow_smtputf8=False, allow_quoted_local=True
    )
