"""The letters that a typeface must have, on pages and on paper."""

# What people and places are named with: Welsh, Polish, Romanian (and its older cedillas), Czech and Slovak, Turkish,
# Hungarian, Gaelic and Irish, Maltese, the Baltic languages.
LETTERS = (
    "ÂâÊêÎîÔôÛûŴŵŶŷẀẁẂẃẄẅỲỳ ĄąĆćĘęŁłŃńÓóŚśŹźŻż ĂăÂâÎîȘșȚțŞşŢţ ÁáČčĎďÉéĚěÍíŇňŘřŠšŤťÚúŮůÝýŽžĹĺĽľŔŕ ÇçĞğIıİiÖöŞşÜü "
    "ŐőŰű ÀàÈèÌìÒòÙù ĊċĠġĦħ ĀāĒēĖėĢģĪīĮįĶķĻļŅņŪūŲų"
)
