"""What runs Giọng: local processes (`local/`), containers and their proxy (`nginx/`), the licence list."""
