"""Real servers for the tests: fetched, checked, started on loopback as an unprivileged user, ended with the tests."""
