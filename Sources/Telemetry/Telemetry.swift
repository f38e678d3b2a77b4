// Telemetry: built in this change.
