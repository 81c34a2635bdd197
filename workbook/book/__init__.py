"""One trainee's workbook: opened, filled from files, merged, remarked on, checked."""
