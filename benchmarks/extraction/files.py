"""Which real documents are measured. They are read where they lie (ATI_CORPUS) and never copied."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data"
PAGES_A_FILE = 15

REAL = (
    "01_foi_pdfs/aleph_ingest_fixtures/106972554.pdf",
    "01_foi_pdfs/aleph_ingest_fixtures/the-dorset-food-menu.pdf",
    "01_foi_pdfs/aleph_ingest_fixtures/udhr_ger.pdf",
    "01_foi_pdfs/australia_dta/DTA_TDIF_Alpha_Initial_PIA.pdf",
    "01_foi_pdfs/australia_dta/dta-aiia-mou.pdf",
    "01_foi_pdfs/canada_gov/92-160-g2016001-eng.pdf",
    "01_foi_pdfs/canada_gov/92-160-g2016002-eng.pdf",
    "01_foi_pdfs/canada_gov/disclaimer.pdf",
    "01_foi_pdfs/chicago_foia/9-27-17 stecklow response letter.pdf",
    "01_foi_pdfs/chicago_foia/follow-up FOIA.pdf",
    "01_foi_pdfs/doctor_recap/recap_extract/gov.uscourts.azd.1085839.3.0.pdf",
    "01_foi_pdfs/doctor_recap/recap_extract/gov.uscourts.cacd.652774.40.0.pdf",
    "01_foi_pdfs/doctor_recap/recap_extract/gov.uscourts.cand.203070.27.0.pdf",
    "01_foi_pdfs/chicago_foia/OfficerBatteryReportrequest.pdf",
    "01_foi_pdfs/mueller/mueller-report-vol-1-pages-44-62.pdf",
    "01_foi_pdfs/xray_bad_redactions/no_bad_redactions.5.5.pdf",
    "02_pdf_robustness/pdfjs/file_pdfjs_test.pdf",
    "02_pdf_robustness/pdfjs/pdfjs_wikipedia.pdf",
    "02_pdf_robustness/pdfplumber/150109DSP-Milw-505-90D.pdf",
    "02_pdf_robustness/pdfplumber/2023-06-20-PV.pdf",
    "02_pdf_robustness/pdfplumber/ag-energy-round-up-2017-02-24.pdf",
    "02_pdf_robustness/pdfplumber/background-checks.pdf",
    "02_pdf_robustness/pdfplumber/ca-warn-report.pdf",
    "02_pdf_robustness/pdfplumber/cupertino_usd_4-6-16.pdf",
    "02_pdf_robustness/pdfplumber/federal-register-2020-17221.pdf",
    "02_pdf_robustness/pdfplumber/issue-316-example.pdf",
    "02_pdf_robustness/pdfplumber/issue-71-duplicate-chars-2.pdf",
    "02_pdf_robustness/pdfplumber/issue-982-example.pdf",
    "02_pdf_robustness/pdfplumber/la-precinct-bulletin-2014-p1.pdf",
    "02_pdf_robustness/pdfplumber/pr-138-example.pdf",
    "02_pdf_robustness/pdfplumber/san-jose-pd-firearm-sample.pdf",
    "02_pdf_robustness/pdfplumber/scotus-transcript-p1.pdf",
    "02_pdf_robustness/pdfplumber/senate-expenditures.pdf",
    "02_pdf_robustness/py-pdf-samples/004-pdflatex-4-pages/pdflatex-4-pages.pdf",
    "02_pdf_robustness/py-pdf-samples/009-pdflatex-geotopo/GeoTopo-komprimiert.pdf",
    "02_pdf_robustness/py-pdf-samples/026-latex-multicolumn/multicolumn.pdf",
)
"""36 born-digital documents of different makers, their first pages."""

DOUBLE_STRUCK = (
    "02_pdf_robustness/pdfplumber/ca-warn-report.pdf",
    "02_pdf_robustness/pdfplumber/issue-71-duplicate-chars.pdf",
    "02_pdf_robustness/pdfplumber/issue-71-duplicate-chars-2.pdf",
)
"""Bold made by printing letters twice: who reads them twice doubles words."""

BAD_REDACTIONS = "01_foi_pdfs/xray_bad_redactions"
BAD = ("rectangles_yes.pdf",)
OPEN = ("hidden_text_on_visible_text.pdf",)
"""Neither bad nor clean by its makers: what a reader sees decides."""


def corpus() -> Path:
    """The folder of real documents; it may be absent."""
    return Path(os.environ.get("ATI_CORPUS", ROOT.parent / "shared" / "corpus"))


def real_files() -> list[Path]:
    """Those of REAL that are here."""
    return [path for name in REAL if (path := corpus() / name).exists()]
