"""The truth of a plan: customers drawn by the thousand meet the people of a roster, one by one."""
