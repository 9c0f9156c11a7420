"""The letters that a typeface must have, on pages and on paper; and a line in each script."""

# What people and places are named with: Welsh, Polish, Romanian (and its older cedillas), Czech and Slovak, Turkish,
# Hungarian, Gaelic and Irish, Maltese, the Baltic languages.
LETTERS = (
    "ÂâÊêÎîÔôÛûŴŵŶŷẀẁẂẃẄẅỲỳ ĄąĆćĘęŁłŃńÓóŚśŹźŻż ĂăÂâÎîȘșȚțŞşŢţ ÁáČčĎďÉéĚěÍíŇňŘřŠšŤťÚúŮůÝýŽžĹĺĽľŔŕ ÇçĞğIıİiÖöŞşÜü "
    "ŐőŰű ÀàÈèÌìÒòÙù ĊċĠġĦħ ĀāĒēĖėĢģĪīĮįĶķĻļŅņŪūŲų"
)
# A line in each script that people here may write in, and the package of Debian whose typeface has it.
SCRIPTS = {
    "Chinese": ("我们的社区", "fonts-noto-cjk"),
    "Punjabi": ("ਜੀ ਆਇਆਂ ਨੂੰ", "fonts-noto-core"),
    "Bengali": ("স্বাগতম", "fonts-noto-core"),
    "Hindi": ("नमस्ते दुनिया", "fonts-noto-core"),
    "Tamil": ("வணக்கம்", "fonts-noto-core"),
    "Tigrinya": ("እንቋዕ ብደሓን መጻእኩም", "fonts-noto-core"),
    "Arabic": ("أهلا وسهلا بكم، 3 جيران", "fonts-dejavu-core"),
    "Hebrew": ("ברוכים הבאים, 3 שכנים", "fonts-dejavu-core"),
    "Emoji": ("👍🏽 👩‍👩‍👧", "fonts-noto-color-emoji"),
}
