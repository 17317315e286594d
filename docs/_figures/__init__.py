"""What draws the hidden and the explorable figures of the chapters, one module for each chapter."""
