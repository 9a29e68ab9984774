"""What a roster bears: margins block by block, single points of failure, and what would lift them."""
