"""What is new to each reviewer: what others did of the dossiers that concern them."""
