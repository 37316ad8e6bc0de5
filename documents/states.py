from lib.states import StateTable, work_table

EXTRACTION = work_table("Extraction")

TABLES: tuple[StateTable, ...] = (EXTRACTION,)
