"""Every read of the organisation that is more than a `get`: bounded in queries, filtered by who asks."""
