"""OCR beside the bare Tesseract program: time, word F1 against the truth, scaling over two processes."""
