"""Pure analysis: functions of data, without a database and without the application."""
