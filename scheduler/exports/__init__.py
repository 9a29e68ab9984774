"""What leaves the program for people to use: Excel workbooks and calendar files."""
