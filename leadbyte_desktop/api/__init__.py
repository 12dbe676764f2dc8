"""LeadByte over HTTP. Nothing outside this folder knows JSON or httpx."""
