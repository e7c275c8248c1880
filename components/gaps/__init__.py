"""Who is not measured: topics, neighborhoods and groups without figures."""
