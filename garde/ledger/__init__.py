"""What each service has carried, month after month: served minus due."""
